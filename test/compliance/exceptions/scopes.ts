import { ACKNOWLEDGEMENT_METADATA_TYPE } from '../../../src/compliance/exceptions/acceptance';
import { EXCEPTION_METADATA_TYPE, recordedException } from '../../../src/compliance/exceptions/recorded-exception';
import type { Scope } from '../../../src/compliance/exceptions/scope';

/** Something on which findings can be accepted, without constructs: as the command line has it for templates. */
export class PlainScope implements Scope {
  public readonly node: { readonly path: string; readonly scopes: readonly Scope[]; readonly metadata: Scope['node']['metadata'][number][] };

  constructor(id: string, parent?: PlainScope) {
    const path = [parent?.node.path, id].filter(part => part !== undefined && part !== '').join('/');
    this.node = { path, scopes: [...parent?.node.scopes ?? [], this], metadata: [] };
  }

  public accept(options: Parameters<typeof recordedException>[1], trace?: string[]): this {
    return this.keep(EXCEPTION_METADATA_TYPE, recordedException('accept', options), trace);
  }

  public acknowledge(data: unknown): this {
    return this.keep(ACKNOWLEDGEMENT_METADATA_TYPE, data);
  }

  public keep(type: string, data: unknown, trace?: string[]): this {
    this.node.metadata.push({ type, data, trace });
    return this;
  }
}

/** An app with two databases in one stack. */
export function plainApp() {
  const app = new PlainScope('');
  const stack = new PlainScope('Stack', app);
  return { app, stack, cluster: new PlainScope('Cluster', stack), logs: new PlainScope('Logs', stack) };
}
