import type { AuditIndex } from './audit-index';
import { AURORA_MYSQL, ENGINE_VERSION, isAuroraMysql, isDefaultGroup } from '../../recording/aurora-mysql';
import { anyOf, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, lowerCased } from '../resolved/symbolic-text';
import { text } from '../resolved/value';

/** What a cluster may be. */
export type Engine = typeof AURORA_MYSQL | 'other';

/** What gives the engine away; each says the engine that a text stands for. */
type Clue = (given: string) => Engine | undefined;

const byEngine: Clue = given => {
  const engine = given.trim();
  return engine === '' ? undefined : isAuroraMysql(engine) ? AURORA_MYSQL : 'other';
};

const byEngineVersion: Clue = version => ENGINE_VERSION.test(version) ? AURORA_MYSQL : undefined;

/** `aurora-mysql8.0`, also in `default.aurora-mysql8.0`. */
const byFamily: Clue = family => {
  const [, name] = /^(?:default\.)?([a-z-]+)[0-9]/i.exec(family) ?? [];
  return name === undefined ? undefined : byEngine(name);
};

type Answer = Possible<Engine | undefined>;

const NO_ANSWER: Answer = Possible.known(undefined);

function clue(by: Clue, given: Possible<string | undefined>): Answer {
  return given.map(value => value !== undefined && isLiteral(value) ? by(value) : undefined).recoverWith(() => NO_ANSWER);
}

/** The first answer that there is, for each choice by itself. */
function firstOf(answers: readonly (() => Answer)[]): Answer {
  const [first, ...rest] = answers;
  return first === undefined
    ? NO_ANSWER
    : first().flatMap(answer => answer === undefined ? firstOf(rest) : Possible.known<Engine | undefined>(answer));
}

/** The engine of a cluster. A secondary cluster of a global database, and one that was restored, need not say it themselves. */
export function engineOf(cluster: ResolvedResource, index: AuditIndex): Possible<Engine> {
  const property = (name: string) => text(cluster.property(name));
  return firstOf([
    () => clue(byEngine, property('Engine')),
    () => clue(byEngineVersion, property('EngineVersion')),
    () => ofMembers(cluster, index),
    () => clue(byFamily, property('DBClusterParameterGroupName').map(name => name !== undefined && isDefaultGroup(name) ? name : undefined)),
    () => ofNamed(cluster, 'DBClusterParameterGroupName', index, 'clusterParameterGroups', group => clue(byFamily, text(group.property('Family')))),
    () => ofNamed(cluster, 'GlobalClusterIdentifier', index, 'globalClusters', global => engineOfGlobal(global, index)),
    ...['SourceDBClusterIdentifier', 'ReplicationSourceIdentifier'].map(name => () => ofNamed(cluster, name, index, 'clusters', source => index.engine(source))),
  ]).flatMap(answer => answer !== undefined ? Possible.known(answer) : Possible.unknown(whyUnknown(cluster)));
}

function whyUnknown(cluster: ResolvedResource): string {
  const engine = text(cluster.property('Engine'));
  const [value] = engine.values;
  return engine.unknown ?? (value === undefined || value.trim() === '' ? 'it names no Engine' : 'its Engine is only known at deployment');
}

function engineOfGlobal(global: ResolvedResource, index: AuditIndex): Answer {
  return firstOf([
    () => clue(byEngine, text(global.property('Engine'))),
    () => ofNamed(global, 'SourceDBClusterIdentifier', index, 'clusters', source => index.engine(source)),
  ]);
}

function ofMembers(cluster: ResolvedResource, index: AuditIndex): Answer {
  return cluster.name.flatMap(name => firstOf(index.members.find(cluster.template.environment, name)
    .map(({ resource, when }) => () => Possible.either(when, () => clue(byEngine, text(resource.property('Engine'))), () => NO_ANSWER))));
}

/** What is said by the resource that a property names, or of which it is the ARN: that may be in another region. */
function ofNamed(
  resource: ResolvedResource, property: string, index: AuditIndex, kind: 'clusters' | 'globalClusters' | 'clusterParameterGroups',
  answer: (found: ResolvedResource) => Answer,
): Answer {
  return text(resource.property(property)).flatMap(given => {
    const [, inArn] = /^arn:.*:(?:cluster|global-cluster):(.*)$/s.exec(given ?? '') ?? [];
    const name = lowerCased(inArn ?? given ?? '');
    const isGlobal = kind === 'globalClusters';
    const near = isGlobal ? [] : index[kind].find(resource.template.environment, name);
    const found = near.length > 0 || (inArn === undefined && !isGlobal) ? near : index[kind].findAnywhere(name);
    if (isGlobal) {
      // One for all regions: it is the same where another region made it.
      return firstOf(found.map(one => () => answer(one.resource)));
    }
    return Possible.oneOf([
      ...found.map(one => answer(one.resource).under(one.when)),
      NO_ANSWER.under(not(anyOf(found.map(({ when }) => when)))),
    ]);
  }).recoverWith(() => NO_ANSWER);
}
