import { createHash } from 'crypto';
import { Athena } from './athena';
import { type Api, Failure, run } from './state-machine';
import { ask, type LogEvent } from '../logs-insights';

/** How a query fares that does not just answer. */
export interface Trouble {
  /** How often it is still running when somebody looks. */
  readonly slow?: number;
  /** What becomes of it in the end. */
  readonly status?: string;
  /** Why, in Athena. */
  readonly reason?: string;
  /** The error with which it cannot even be started. */
  readonly refused?: string;
}

export interface StoredObject {
  readonly body: string;
  readonly contentType: string;
  readonly versionId: string;
}

/** The AWS APIs that a review calls, with the log groups that it asks. */
export class Cloud {
  public readonly calls: { action: string; args: any }[] = [];
  public readonly objects = new Map<string, StoredObject>();
  public readonly opsItems: any[] = [];
  public readonly mails: any[] = [];
  public readonly metrics: any[] = [];
  /** An API that fails, and a part of its key. */
  public failOn?: string;
  private readonly queries: any[] = [];
  private readonly looks = new Map<string, number>();
  private readonly athena: Athena;

  constructor(
    private readonly logGroups: Record<string, LogEvent[]>,
    private readonly trouble: (query: string, logGroup: string) => Trouble | undefined = () => undefined,
  ) {
    // The archive holds the same.
    this.athena = new Athena(Object.fromEntries(Object.entries(logGroups).map(([name, events]) => [name.split('/')[4], events])), query => trouble(query, ''));
  }

  /** Runs a machine at a time. */
  async run(definition: any, input: unknown, at: string) {
    return run(definition, input, this.api(at), { Execution: { Id: 'arn:aws:states:eu-central-1:111111111111:execution:review:1', Name: '1', StartTime: at } });
  }

  /** The bodies of all objects below a prefix, by the rest of their keys. */
  stored(prefix: string): Record<string, string> {
    return Object.fromEntries([...this.objects].filter(([key]) => key.startsWith(prefix)).map(([key, { body }]) => [key.slice(prefix.length), body]));
  }

  private api(at: string): Api {
    return (action, args) => {
      const [failing, part = ''] = this.failOn?.split(' ') ?? [];
      if (failing === action && String(args.Key ?? args.Prefix ?? '').includes(part)) {
        throw new Failure('Service.InternalErrorException', 'failed');
      }
      this.calls.push({ action, args });
      const answer = this.actions(at)[action];
      if (answer === undefined) {
        throw new Error(`nobody expects a call of ${action}`);
      }
      return answer(args);
    };
  }

  private actions(at: string): Record<string, (args: any) => any> {
    return {
      'cloudwatchlogs:startQuery': args => this.startQuery(args),
      'cloudwatchlogs:getQueryResults': ({ QueryId }) => this.queryResults(QueryId),
      ...this.athena.actions,
      's3:putObject': ({ Key, Body, ContentType }) => {
        const versionId = `v${this.objects.size + 1}`;
        this.objects.set(Key, { body: Body, contentType: ContentType, versionId });
        return { VersionId: versionId, ETag: createHash('md5').update(Body).digest('hex') };
      },
      's3:getObject': ({ Key }) => {
        const found = this.objects.get(Key);
        if (found === undefined) {
          throw new Failure('S3.NoSuchKeyException', 'The specified key does not exist.');
        }
        return { Body: found.body, VersionId: found.versionId };
      },
      's3:listObjectsV2': ({ Prefix, StartAfter = '', MaxKeys = 1000 }) => {
        const keys = [...this.objects.keys()].filter(key => key.startsWith(Prefix) && key > StartAfter).sort().slice(0, MaxKeys);
        return { KeyCount: keys.length, Prefix, ...keys.length > 0 ? { Contents: keys.map(Key => ({ Key, Size: 1 })) } : {} };
      },
      'ssm:createOpsItem': args => {
        const OpsItemId = `oi-${String(this.opsItems.length + 1).padStart(12, '0')}`;
        this.opsItems.push({ ...args, OpsItemId, Status: 'Open', CreatedTime: at, LastModifiedBy: 'arn:aws:sts::111111111111:assumed-role/Review/1', LastModifiedTime: at });
        return { OpsItemId };
      },
      'ssm:getOpsItem': ({ OpsItemId }) => ({ OpsItem: this.opsItems.find(item => item.OpsItemId === OpsItemId) }),
      'sns:publish': args => {
        this.mails.push(args);
        return { MessageId: '1' };
      },
      'sfn:describeStateMachine': () => ({ CreationDate: '2026-03-01T00:00:00Z' }),
      'cloudwatch:putMetricData': args => {
        this.metrics.push(...args.MetricData);
        return {};
      },
    };
  }

  private startQuery(args: any) {
    const refused = this.trouble(args.QueryString, args.LogGroupName)?.refused;
    if (refused !== undefined) {
      throw new Failure(refused, 'refused');
    }
    if (this.logGroups[args.LogGroupName] === undefined) {
      throw new Failure('CloudWatchLogs.ResourceNotFoundException', `Log group ${args.LogGroupName} does not exist`);
    }
    this.queries.push(args);
    return { QueryId: `q-${this.queries.length - 1}` };
  }

  private queryResults(id: string) {
    const { QueryString, LogGroupName, StartTime, EndTime } = this.queries[Number(id.slice(2))];
    const { slow = 0, status = 'Complete' } = this.trouble(QueryString, LogGroupName) ?? {};
    const looks = (this.looks.get(id) ?? 0) + 1;
    this.looks.set(id, looks);
    if (looks <= slow) {
      return { Status: looks === 1 ? 'Scheduled' : 'Running', Results: [], Statistics: { RecordsMatched: 0 } };
    }
    if (status !== 'Complete') {
      return { Status: status, Results: [], Statistics: {} };
    }
    const events = this.logGroups[LogGroupName].filter(({ timestamp }) => timestamp >= StartTime * 1000 && timestamp <= EndTime * 1000);
    const rows = ask(QueryString, events).map(row => Object.entries(row).filter(([, value]) => value !== undefined)
      .map(([Field, value]) => ({ Field, Value: Field === '@timestamp' ? new Date(Number(value)).toISOString().replace('T', ' ').replace('Z', '') : String(value) })));
    // The service adds a pointer to each record.
    return { Status: 'Complete', Results: rows.map((row, index) => [...row, { Field: '@ptr', Value: `p${index}` }]), Statistics: { RecordsMatched: rows.length } };
  }
}
