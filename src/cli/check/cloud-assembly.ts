import { existsSync } from 'fs';
import { join } from 'path';
import type { Whereabouts } from './checked-template';
import { fileStart } from './file-text';
import { StructuredFile } from './structured-file';
import { ACKNOWLEDGEMENT_METADATA_TYPE } from '../../compliance/exceptions/acceptance';
import { EXCEPTION_METADATA_TYPE } from '../../compliance/exceptions/recorded-exception';
import type { Scope } from '../../compliance/exceptions/scope';
import { isMap, type Properties } from '../../compliance/resolved/value';
import { CommandError } from '../command';

const MANIFEST = 'manifest.json';

/** A stack of an app as `cdk synth` wrote it. */
export interface AssembledStack extends Omit<Whereabouts, 'parent'> {
  readonly templateFile: string;
  /** The directory to which files in the template are relative. */
  readonly directory: string;
  /** Tells it from others of its assembly. */
  readonly artifactId: string;
  readonly dependencies: readonly string[];
  /** The files of assets by their hashes: templates of nested stacks are among them. */
  readonly assets: ReadonlyMap<string, string>;
  /** Construct paths by logical ids, those of nested stacks included. */
  readonly logicalIds: readonly (readonly [path: string, logicalId: string])[];
}

/** Browsers and others have a manifest.json as well. One that may not be read is taken for that of an app, and so is an error. */
export function isCloudAssembly(directory: string): boolean {
  const path = join(directory, MANIFEST);
  return existsSync(path) && /"artifacts"\s*:/.test(fileStart(path) ?? '"artifacts":');
}

/**
 * The stacks of a cloud assembly, those of its stages included.
 *
 * @param within the assemblies that it is one of
 */
export function stacksOf(directory: string, shown: (path: string) => string, within: readonly string[] = []): AssembledStack[] {
  const path = join(directory, MANIFEST);
  if (within.includes(directory)) {
    throw new CommandError(`${shown(path)}: is the manifest of a cloud assembly that holds itself`);
  }
  const { value } = StructuredFile.read(path, shown(path));
  if (!isMap(value) || !isMap(value.artifacts)) {
    throw new CommandError(`${shown(path)}: is not the manifest of a cloud assembly, as cdk synth writes it: it has no artifacts`);
  }
  const artifacts = Object.entries(value.artifacts).filter((one): one is [string, Properties] => isMap(one[1]));
  const assets = new Map(artifacts.filter(([, { type }]) => type === 'cdk:asset-manifest')
    .flatMap(([, artifact]) => assetsIn(join(directory, text(artifact, path, 'properties', 'file')), shown)));
  return artifacts.flatMap(([id, artifact]): AssembledStack[] => {
    switch (artifact.type) {
      case 'aws:cloudformation:stack':
        return [stackOf(id, artifact, directory, assets, shown)];
      case 'cdk:cloud-assembly':
        return stacksOf(join(directory, text(artifact, path, 'properties', 'directoryName')), shown, [...within, directory]);
      default:
        return [];
    }
  });
}

function stackOf(id: string, artifact: Properties, directory: string, assets: AssembledStack['assets'], shown: (path: string) => string): AssembledStack {
  const { environment, displayName, dependencies, properties, additionalMetadataFile, metadata: own } = artifact;
  const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(String(environment)) ?? [];
  const isKnown = (value?: string) => value === undefined || value.startsWith('unknown-') ? undefined : value;
  const file = typeof additionalMetadataFile === 'string' ? join(directory, additionalMetadataFile) : undefined;
  const written = file === undefined ? own : StructuredFile.read(file, shown(file)).value;
  const entries = Object.entries(isMap(written) ? written : {}).map(([path, list]) => [path.replace(/^\//, ''), Array.isArray(list) ? list : []] as const);
  const name = isMap(properties) ? properties.stackName : undefined;
  return {
    artifactId: id,
    isFromApp: true,
    directory,
    templateFile: join(directory, text(artifact, shown(directory), 'properties', 'templateFile')),
    path: typeof displayName === 'string' ? displayName.replace(/ \(.*\)$/, '') : id,
    stackName: typeof name === 'string' ? name : id,
    account: isKnown(account),
    region: isKnown(region),
    environment: [directory, isKnown(account) ?? '', isKnown(region) ?? ''].join('|'),
    dependencies: Array.isArray(dependencies) ? dependencies.map(String) : [],
    assets,
    metadata: new Map(entries.map(([path, list]): [string, Scope['node']['metadata']] => [path, list.filter(isAcceptance)])
      .filter(([, list]) => list.length > 0)),
    logicalIds: entries.flatMap(([path, list]) => list.filter(isLogicalId).map((one): [string, string] => [path, one.data])),
  };
}

function isAcceptance(entry: unknown): entry is Scope['node']['metadata'][number] {
  return isMap(entry) && (entry.type === EXCEPTION_METADATA_TYPE || entry.type === ACKNOWLEDGEMENT_METADATA_TYPE);
}

function isLogicalId(entry: unknown): entry is { readonly data: string } {
  return isMap(entry) && entry.type === 'aws:cdk:logicalId' && typeof entry.data === 'string';
}

function assetsIn(path: string, shown: (path: string) => string): [string, string][] {
  const { value } = StructuredFile.read(path, shown(path));
  const files = isMap(value) && isMap(value.files) ? value.files : {};
  return Object.entries(files).flatMap(([hash, asset]): [string, string][] => {
    const source = isMap(asset) ? asset.source : undefined;
    return isMap(source) && typeof source.path === 'string' ? [[hash, source.path]] : [];
  });
}

function text(artifact: Properties, place: string, ...path: string[]): string {
  const value = path.reduce<unknown>((inner, name) => isMap(inner) ? inner[name] : undefined, artifact);
  if (typeof value !== 'string') {
    throw new CommandError(`${place}: has an artifact without ${path.join('.')}`);
  }
  return value;
}
