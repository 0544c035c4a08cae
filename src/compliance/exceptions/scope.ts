/** Something on which findings can be accepted, with all that is within it: a construct, or what a template has in its stead. */
export interface Scope {
  readonly node: {
    /** Empty for the app. */
    readonly path: string;
    /** From the outermost to this one. */
    readonly scopes: readonly Scope[];
    readonly metadata: readonly { readonly type: string; readonly data: any; readonly trace?: string[] }[];
  };
}
