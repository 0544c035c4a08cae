import { isAbsolute, relative, sep } from 'path';
import type { CheckedTemplate } from './checked-template';
import type { Scope } from '../../compliance/exceptions/scope';
import type { PlacedApp } from '../../compliance/judge-app';
import type { ResourceSource } from '../../compliance/resolved/template-source';
import type { Place } from '../../compliance/tree/place';

type Metadata = Scope['node']['metadata'];

/** What a place is within: every part of its path, and the app. */
class PathScope implements Scope {
  public readonly node: Scope['node'];

  constructor(path: string, parent: PathScope | undefined, metadata: Metadata) {
    const scopes = (): readonly Scope[] => [...parent?.node.scopes ?? [], this];
    this.node = { path, metadata, get scopes() { return scopes(); } };
  }
}

/** Templates from files, and what is accepted within them. */
export class CheckedApp implements PlacedApp {
  private readonly scopes = new Map<string, PathScope>();

  /** @param accepted what is accepted, by the path within which it is */
  constructor(public readonly templates: readonly CheckedTemplate[], private readonly accepted: ReadonlyMap<string, Metadata>) {}

  public place(template: CheckedTemplate, resource?: ResourceSource): Place {
    const path = resource?.path ?? template.path;
    return { construct: this.scope(path, template), path, logicalId: resource?.logicalId ?? '', templatePath: template.file.shownPath };
  }

  /** Where something is accepted. */
  public get acceptingScopes(): Scope[] {
    const ofApp = new Map(this.templates.flatMap(template => [...template.metadata.keys()].map(path => [path, template])));
    return [...new Set([...this.accepted.keys(), ...ofApp.keys()])].map(path => this.scope(path, ofApp.get(path)));
  }

  private scope(path: string, template?: CheckedTemplate): PathScope {
    let found = this.scopes.get(path);
    if (found === undefined) {
      const parent = path === '' ? undefined : this.scope(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', template);
      found = new PathScope(path, parent, [...this.accepted.get(path) ?? [], ...template?.metadata.get(path) ?? []]);
      this.scopes.set(path, found);
    }
    return found;
  }
}

/** A path as people and code scanning want it: relative to where the command runs, if it is within. */
export function shownPath(path: string, cwd: string): string {
  const found = relative(cwd, path).split(sep).join('/');
  return found === '' ? '.' : found.startsWith('../') || isAbsolute(found) ? path.split(sep).join('/') : found;
}
