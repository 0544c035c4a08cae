import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Lazy, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { addClustersInEveryState, ALL_FORMATS, FILES } from './evidence-app';
import { evidence, outcome } from './outcomes';
import { AuditEvidenceFormat, AuditException, AuditRuleLevel, AuroraMysqlAuditChecks } from '../../../src';
import { writeEvidence } from '../../../src/compliance/evidence/write-evidence';
import { auditedCluster } from '../../stacks';
import { TRACED } from '../../traced';
import { synthesis } from '../synthesis';

const JSON_FILE = 'aurora-mysql-audit-evidence.json';

const states = (file: string) => JSON.parse(file).resources.map(({ constructPath, outcomes }: any) =>
  [constructPath, [...new Set(outcomes.map(({ status }: any) => status))].sort().join(', ')]);

/** Runs in a new directory. */
function inDirectory<T>(run: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'evidence-'));
  const { exitCode } = process;
  try {
    return run(directory);
  } finally {
    process.exitCode = exitCode;
    rmSync(directory, { recursive: true });
  }
}

describe('at synthesis', () => {
  test('the evidence has every cluster with every state, and the report stays as it was', () => {
    const { error, files, violations, suppressed } = synthesis(addClustersInEveryState, { files: FILES });
    expect(error?.name).toBe('ValidationFailed');
    expect(Object.keys(files)).toEqual(FILES);
    expect(states(files[JSON_FILE])).toEqual([
      ['Acknowledged/Database/Resource', 'acknowledged, compliant'],
      ['Acknowledged/Database/writer/Resource', 'not-applicable'],
      ['Compliant/Database/Resource', 'compliant'],
      ['Compliant/Database/writer/Resource', 'not-applicable'],
      ['Postgres/Cluster', 'not-applicable'],
      ['Unknown/Database/Resource', 'cannot-tell, compliant'],
      ['Unknown/Database/writer/Resource', 'not-applicable'],
      ['Violating/Database/Resource', 'compliant, violated'],
      ['Violating/Database/writer/Resource', 'not-applicable'],
    ]);
    expect(violations.map(({ ruleName }) => ruleName)).toEqual([
      'AuroraMysqlAudit-AuditLogRetention', 'AuroraMysqlAudit-AuditLogExport[unknown:EnableCloudwatchLogsExports]',
    ]);
    expect(suppressed.map(({ ruleName }) => ruleName)).toEqual(['AuroraMysqlAudit-AuditLogRetention']);
  });

  test('a finding names its template, and an acknowledgement who gave it and why', () => {
    const { files } = synthesis(addClustersInEveryState, { files: [JSON_FILE], ...TRACED });
    const { resources: [{ outcomes }] } = JSON.parse(files[JSON_FILE]);
    expect(outcomes.find(({ status }: any) => status === 'acknowledged')).toMatchObject({
      templateFile: 'Acknowledged.template.json',
      locatedAt: 'Acknowledged/Database/Audit/AuditLogGroup/Resource',
      propertyPath: 'Properties.RetentionInDays',
      source: { file: 'test/stacks.ts', line: expect.any(Number) },
      acknowledgement: {
        id: 'AuroraMysqlAudit::AuroraMysqlAudit-AuditLogRetention',
        reason: 'records are archived in S3 for seven years',
        constructPath: 'Acknowledged/Database',
      },
    });
  });

  test('an exception is told as the report tells it, with who gave it, until when and on which line', () => {
    const { files, suppressed } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { evidenceFormats: [AuditEvidenceFormat.JSON], evaluationDate: '2027-01-31' }));
      const cluster = auditedCluster(new Stack(app, 'Stack'), { auditExcludedUsers: ['backup'] });
      AuditException.of(cluster).accept({ rules: ['AuroraMysqlAudit-AuditUsers'], reason: 'no person', approvedBy: 'Ana', expires: '2027-06-30' });
      AuditException.of(app).accept({ rules: ['AuroraMysqlAudit-AuditLogClass'], reason: 'left over' });
    }, { files: [JSON_FILE] });
    const { resources: [{ outcomes }], unmatchedExceptions, details } = JSON.parse(files[JSON_FILE]);
    const { acknowledgement } = outcomes.find(({ status }: any) => status === 'acknowledged');
    expect(acknowledgement).toEqual({
      id: 'AuroraMysqlAudit::AuroraMysqlAudit-AuditUsers[backup]',
      reason: 'no person',
      approvedBy: 'Ana',
      expires: '2027-06-30',
      constructPath: 'Stack/Database',
      source: { file: 'test/compliance/evidence/evidence-files.test.ts', line: expect.any(Number) },
    });
    expect(suppressed).toMatchObject([{ acknowledgedId: acknowledgement.id, reason: 'no person (approved by Ana, until 2027-06-30)', acknowledgedAt: 'Stack/Database' }]);
    expect(unmatchedExceptions).toMatchObject([{ id: 'AuroraMysqlAudit::AuroraMysqlAudit-AuditLogClass', reason: 'left over', constructPath: '' }]);
    expect(details).toEqual({ date: '2027-01-31' });
  });

  test('what the caller says of the app is in every form that has a place for it', () => {
    const given = { evidenceTitle: 'Orders', evidenceEnvironment: 'production', evidenceCommit: '9f2c1d4', evidenceApprover: 'Ana', evaluationDate: '2027-01-31' };
    const { files } = synthesis(app => addClustersInEveryState(app, { evidenceFormats: ALL_FORMATS, ...given }), { files: FILES });
    for (const format of ['json', 'html', 'sarif']) {
      Object.values(given).forEach(text => expect(files[`aurora-mysql-audit-evidence.${format}`]).toContain(text));
    }
  });

  test('two syntheses, in directories of their own, give the same bytes', () => {
    const [one, other] = [1, 2].map(() => synthesis(addClustersInEveryState, { files: FILES }).files);
    expect(other).toEqual(one);
    FILES.forEach(file => expect(one[file]).not.toContain(tmpdir()));
  });

  test.each(ALL_FORMATS)('only %s is written if only that is asked for', format => {
    const { files } = synthesis(app => addClustersInEveryState(app, { evidenceFormats: [format] }), { files: FILES });
    expect(Object.keys(files)).toEqual([`aurora-mysql-audit-evidence.${format}`]);
  });

  test.each([[undefined], [[]]])('nothing is written if %j is asked for', evidenceFormats => {
    const { files } = synthesis(app => addClustersInEveryState(app, { evidenceFormats }), { files: FILES });
    expect(files).toEqual({});
  });

  test('what is in a stage has the path of its template', () => {
    const { files } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { evidenceFormats: [AuditEvidenceFormat.JSON] }));
      new rds.CfnDBCluster(new Stack(new Stage(app, 'Production'), 'Stack', { stackName: 'orders' }), 'Cluster', { engine: 'aurora-mysql' });
    }, { files: [JSON_FILE] });
    const { resources: [{ stackName, outcomes: [{ templateFile }] }] } = JSON.parse(files[JSON_FILE]);
    expect([stackName, templateFile]).toEqual(['orders', expect.stringMatching(/^assembly-Production\/ProductionStack.*\.template\.json$/)]);
  });

  test('an app without databases has evidence as well', () => {
    const { error, files } = synthesis(app => {
      Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { evidenceFormats: ALL_FORMATS }));
      new CfnResource(new Stack(app, 'Stack'), 'Topic', { type: 'AWS::SNS::Topic' });
    }, { files: FILES });
    expect(error).toBeUndefined();
    expect(Object.keys(files)).toEqual(FILES);
  });

  test('rules that were left out are named', () => {
    const evidenceOptions = {
      evidenceFormats: [AuditEvidenceFormat.JSON],
      ruleLevels: {
        'AuroraMysqlAudit-AuditLogRetention': AuditRuleLevel.OFF,
        'AuroraMysqlAudit-AuditLogClass': AuditRuleLevel.OFF,
        'AuroraMysqlAudit-AuditEvents': AuditRuleLevel.WARNING,
      },
    };
    const { files } = synthesis(app => addClustersInEveryState(app, evidenceOptions), { files: [JSON_FILE] });
    expect(JSON.parse(files[JSON_FILE]).requirements.rulesLeftOut).toEqual(['AuroraMysqlAudit-AuditLogClass', 'AuroraMysqlAudit-AuditLogRetention']);
  });
});

describe('in an output directory that was used before', () => {
  const synthesise = (outdir: string, build: (app: App) => void) => {
    const app = new App({ outdir });
    build(app);
    try {
      app.synth();
      return undefined;
    } catch (error) {
      return error as Error;
    }
  };
  const empty = (evidenceFormats: AuditEvidenceFormat[]) => (app: App) => {
    Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, { evidenceFormats }));
    new CfnResource(new Stack(app, 'Stack'), 'Topic', { type: 'AWS::SNS::Topic' });
  };

  test('the evidence is replaced', () => inDirectory(outdir => {
    expect(synthesise(outdir, addClustersInEveryState)?.name).toBe('ValidationFailed');
    expect(synthesise(outdir, empty(ALL_FORMATS))).toBeUndefined();
    expect(states(readFileSync(join(outdir, JSON_FILE), 'utf8'))).toEqual([]);
  }));

  test('evidence of formats that are no longer asked for is removed', () => inDirectory(outdir => {
    synthesise(outdir, addClustersInEveryState);
    expect(synthesise(outdir, empty([AuditEvidenceFormat.JSON]))).toBeUndefined();
    expect(readdirSync(outdir).filter(file => file.includes('evidence'))).toEqual([JSON_FILE]);
  }));

  test('what cannot be replaced is an error that says so', () => inDirectory(outdir => {
    mkdirSync(join(outdir, JSON_FILE));
    expect(synthesise(outdir, empty([AuditEvidenceFormat.JSON]))?.message).toContain(`evidenceFormats: cannot write ${join(outdir, JSON_FILE)}: `);
  }));
});

describe('writeEvidence', () => {
  test('writes a file for each format and nothing else', () => inDirectory(directory => {
    writeEvidence(evidence(outcome('compliant')), directory, ALL_FORMATS);
    expect(readdirSync(directory).sort()).toEqual([...FILES].sort());
  }));

  test('into a directory that does not exist is an error that says so', () => inDirectory(directory => {
    const missing = join(directory, 'missing');
    expect(() => writeEvidence(evidence(), missing, [AuditEvidenceFormat.CSV])).toThrow(
      `evidenceFormats: cannot write ${join(missing, 'aurora-mysql-audit-evidence.csv')}: ENOENT`);
    expect(readdirSync(directory)).toEqual([]);
  }));

  test('into what is no directory is an error that says so', () => inDirectory(directory => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => writeEvidence(evidence(), join(directory, 'file'), [AuditEvidenceFormat.HTML])).toThrow('evidence.html: ENOTDIR');
  }));
});

describe('bad properties', () => {
  test.each(['evidenceTitle', 'evidenceEnvironment', 'evidenceCommit', 'evidenceApprover'])('%s has to be a line of text', prop => {
    for (const bad of ['', ' ', 'two\nlines', 7, null, Lazy.string({ produce: () => 'text' })]) {
      expect(() => new AuroraMysqlAuditChecks(new App(), { [prop]: bad })).toThrow(`${prop}: must be a line of text that is known at synthesis, got: `);
    }
  });

  test.each<[unknown, string]>([
    ['json', 'evidenceFormats: must be a list of AuditEvidenceFormat, got: \'json\''],
    [null, 'evidenceFormats: must be a list of AuditEvidenceFormat, got: null'],
    [['pdf'], 'evidenceFormats: must hold AuditEvidenceFormat (json, csv, html, sarif), got: \'pdf\''],
    [[undefined], 'evidenceFormats: must hold AuditEvidenceFormat (json, csv, html, sarif), got: undefined'],
    [['json', 'csv', 'json'], 'evidenceFormats: must hold each format once, got \'json\' again'],
  ])('%j is refused', (evidenceFormats, message) => {
    expect(() => new AuroraMysqlAuditChecks(new App(), { evidenceFormats: evidenceFormats as AuditEvidenceFormat[] })).toThrow(message);
  });

  test.each([['no scope', undefined], ['a scope outside of any app', new Construct(undefined as never, '')]])('%s is refused', (_, scope) => {
    expect(() => new AuroraMysqlAuditChecks(scope, { evidenceFormats: [AuditEvidenceFormat.JSON] })).toThrow(
      'evidenceFormats: needs to know the app: new AuroraMysqlAuditChecks(app, { evidenceFormats: [...] })');
  });

  test('a second pack that writes evidence of the same app is refused', () => {
    const app = new App();
    new AuroraMysqlAuditChecks(app);
    new AuroraMysqlAuditChecks(new Stage(app, 'One'), { evidenceFormats: [AuditEvidenceFormat.JSON] });
    expect(() => new AuroraMysqlAuditChecks(new Stage(app, 'Two'), { evidenceFormats: [AuditEvidenceFormat.CSV] })).toThrow(
      'evidenceFormats: another AuroraMysqlAuditChecks writes the evidence of this app already');
  });
});
