import { join } from 'path';
import * as ts from 'typescript';
import { type Block, isWhole, ROOT } from './pages';
import * as library from '../../src';

/** What pieces of code take for granted: the names of the guides. */
const AROUND = `
import { Duration, RemovalPolicy, Size, TimeZone } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ${Object.keys(library).join(', ')}, type AuroraMysqlAuditOptions } from 'cdk-audited-aurora-mysql';
declare const orders: AuditedAuroraMysqlCluster, billing: AuditedAuroraMysqlCluster, hr: AuditedAuroraMysqlCluster, cluster: AuditedAuroraMysqlCluster;
declare const archive: AuditArchive, analysis: AuditAnalysis, quickSight: AuditQuickSight, auditor: iam.Role, lines: string[];
`;

/** A block as a program: what is a list of options, or statements of a constructor, is put into what is around it. */
function program(block: Block): string {
  if (isWhole(block)) {
    return block.code;
  }
  return /^\w+: /.test(block.code)
    ? `${AROUND}export const options: AuroraMysqlAuditOptions = {\n${block.code}\n};`
    : `${AROUND}export function piece(this: Construct) {\n${block.code}\n}`;
}

/** What the compiler says against blocks of TypeScript. */
export function errorsOf(blocks: readonly Block[]): string[] {
  const files = new Map(blocks.map(block => [join(ROOT, 'docs', `${block.page.replace(/\W/g, '-')}-${block.line}.ts`), program(block)]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { 'cdk-audited-aurora-mysql': [join(ROOT, 'src')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = name => files.has(name) || fileExists(name);
  host.getSourceFile = (name, target) => files.has(name) ? ts.createSourceFile(name, files.get(name)!, target) : getSourceFile(name, target);
  const compiled = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap(name => {
    const source = compiled.getSourceFile(name)!;
    return [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)]
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
