import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, type AppProps } from 'aws-cdk-lib';

export interface ReportedViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly suggestedFix?: string;
  readonly ruleMetadata?: Record<string, string>;
  readonly violatingConstructs: {
    readonly constructPath: string;
    readonly cloudFormationResource?: { readonly templatePath: string; readonly logicalId: string; readonly propertyPaths?: string[] };
  }[];
  readonly reason?: string;
  readonly acknowledgedId?: string;
  readonly acknowledgedAt?: string;
}

/** What came of a synthesis. */
export interface Synthesis {
  readonly error?: Error;
  readonly violations: ReportedViolation[];
  readonly suppressed: ReportedViolation[];
  readonly files: Record<string, string>;
}

/** Synthesises an app and reads what the plug-in of that name reported. */
export function synthesis(build: (app: App) => void, { plugin = 'AuroraMysqlAudit', files = [] as string[], ...props }: AppProps & {
  plugin?: string; files?: string[];
} = {}): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesis-'));
  const { exitCode } = process;
  try {
    const app = new App({ ...props, outdir });
    build(app);
    const error = errorOf(() => unprinted(() => app.synth()));
    const report = read(outdir, 'validation-report.json');
    const ours = (report === undefined ? [] : JSON.parse(report).pluginReports).filter(({ pluginName }: any) => pluginName === plugin);
    return {
      error,
      violations: ours.flatMap(({ violations }: any) => violations),
      suppressed: ours.flatMap(({ suppressedViolations }: any) => suppressedViolations ?? []),
      files: Object.fromEntries(files.flatMap(file => read(outdir, file) === undefined ? [] : [[file, read(outdir, file)!]])),
    };
  } finally {
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true });
  }
}

function read(directory: string, file: string): string | undefined {
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** The CDK prints the report as well that is read from its file. */
function unprinted(act: () => unknown): void {
  const { error } = console;
  console.error = () => undefined;
  try {
    act();
  } finally {
    console.error = error;
  }
}

function errorOf(f: () => unknown): Error | undefined {
  try {
    f();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
