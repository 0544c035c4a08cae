import { Cloud } from './cloud';
import { machines } from './machines';

const { review, signOff, watch, folder } = machines(['orders']);
const [FIRST, LATER, SECOND, THIRD] = ['2026-03-09T07:00:00.000Z', '2026-03-10T09:30:00.000Z', '2026-03-16T08:00:00.000Z', '2026-03-23T08:00:00.000Z'];
const [WHEN, SECOND_WHEN] = ['2026-03-09T06-45-00Z', '2026-03-16T07-45-00Z'];

function newCloud(): Cloud {
  return new Cloud({ '/aws/rds/cluster/orders/audit': [] });
}

/** What OpsCenter tells when somebody closes an OpsItem. */
function closed(opsItemId: string, id = '0b1c2d3e-aaaa-bbbb-cccc-000000000001', time = '2026-03-10T09:29:58Z') {
  return {
    'version': '0',
    id,
    'detail-type': 'OpsItem Update',
    'source': 'aws.ssm',
    'account': '111111111111',
    time,
    'region': 'eu-central-1',
    'resources': [],
    'detail': { 'ops-item-id': opsItemId, 'status': 'Resolved', 'modified-by': 'arn:aws:sts::111111111111:assumed-role/Security/alice@example.com', 'modified-time': time },
  };
}

/** Somebody closes an OpsItem, and the rule tells the machine. */
async function sign(cloud: Cloud, event = closed('oi-000000000001')) {
  Object.assign(cloud.opsItems.find(({ OpsItemId }) => OpsItemId === event.detail['ops-item-id']) ?? {}, { Status: event.detail.status });
  return cloud.run(signOff, event, LATER);
}

describe('a signature', () => {
  test.each(['Open', 'InProgress'])('is not filed of an OpsItem that OpsCenter says is %s, whatever the event tells', async Status => {
    // GIVEN
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    cloud.opsItems[0].Status = Status;
    // WHEN
    await expect(cloud.run(signOff, closed('oi-000000000001'), LATER)).rejects.toThrow(/not closed/);
    // THEN
    expect(Object.keys(cloud.stored(`${folder}reports/`))).toEqual([`${WHEN}.txt`]);
  });

  test('is filed beside the report: who, when, and which version of it', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    await sign(cloud);
    const report = cloud.objects.get(`${folder}reports/${WHEN}.txt`)!;
    const { reportSha256 } = JSON.parse(cloud.stored(`${folder}runs/`)[`${WHEN}.json`]);
    expect(JSON.parse(cloud.stored(`${folder}reports/`)[`${WHEN}.sign-off.2026-03-10T09-29-58Z.0b1c2d3e.json`])).toEqual({
      review: expect.stringMatching(/^review-[0-9a-f]{8}$/),
      opsItemId: 'oi-000000000001',
      signedBy: 'arn:aws:sts::111111111111:assumed-role/Security/alice@example.com',
      signedAt: '2026-03-10T09:29:58Z',
      status: 'Resolved',
      report: { bucket: 'archive-bucket', key: `${folder}reports/${WHEN}.txt`, version: report.versionId, sha256: reportSha256 },
      period: { since: '2026-03-02T06:45:00.000Z', until: '2026-03-09T06:45:00.000Z' },
      headline: 'clusters: 1, rose: 0, new: 0',
      opsItem: expect.objectContaining({ status: 'Resolved' }),
      event: closed('oi-000000000001'),
    });
  });

  test('of an OpsItem that was opened again and closed again is filed again, and takes nothing away', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    await sign(cloud);
    await sign(cloud, closed('oi-000000000001', '1b1c2d3e-aaaa', '2026-03-11T10:00:00Z'));
    expect(Object.keys(cloud.stored(`${folder}reports/`))).toHaveLength(3);
  });

  test('is of the report that was filed with the OpsItem, whatever people write into the OpsItem', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    Object.assign(cloud.opsItems[0], { OperationalData: { report: { Value: 's3://elsewhere/other.txt' } }, Title: '{% $boom %}' });
    await sign(cloud);
    const [signature] = Object.entries(cloud.stored(`${folder}reports/`)).filter(([key]) => key.includes('sign-off')).map(([, body]) => JSON.parse(body));
    expect(signature.report.key).toBe(`${folder}reports/${WHEN}.txt`);
  });

  test.each(['oi-999999999999', 'oi-0000000000'])('of something else (%s) is none', async id => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    const before = cloud.objects.size;
    const { visited } = await cloud.run(signOff, closed(id), LATER);
    expect(visited.at(-1)).toBe('Something else');
    expect(cloud.objects.size).toBe(before);
  });

  test('that names nobody in its event is of who changed the OpsItem last', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    cloud.opsItems[0].LastModifiedBy = 'arn:aws:iam::111111111111:user/bob';
    const event = closed('oi-000000000001');
    const { 'modified-by': _, ...detail } = event.detail;
    await sign(cloud, { ...event, detail } as typeof event);
    expect(Object.entries(cloud.stored(`${folder}reports/`)).find(([key]) => key.includes('sign-off'))![1]).toContain('"signedBy":"arn:aws:iam::111111111111:user/bob"');
  });
});

describe('the watch', () => {
  async function metricsAt(at: string, cloud: Cloud): Promise<Record<string, number>> {
    cloud.metrics.length = 0;
    await cloud.run(watch, {}, at);
    return Object.fromEntries(cloud.metrics.map(({ MetricName, Value }) => [MetricName, Value]));
  }

  test('counts the days since the last review, or since there is one, and what waits for a signature', async () => {
    const cloud = newCloud();
    expect(await metricsAt('2026-03-04T12:00:00.000Z', cloud)).toEqual({ DaysSinceReview: 3.5, OverdueReviews: 0 });
    await cloud.run(review, {}, FIRST);
    expect(await metricsAt('2026-03-10T06:45:00.000Z', cloud)).toEqual({ DaysSinceReview: 1, OverdueReviews: 0 });
    expect(await metricsAt(SECOND, cloud)).toEqual({ DaysSinceReview: expect.closeTo(7.05, 2), OverdueReviews: 1 });
    await sign(cloud);
    expect(await metricsAt(SECOND, cloud)).toEqual({ DaysSinceReview: expect.closeTo(7.05, 2), OverdueReviews: 0 });
  });

  test.each<[string, (cloud: Cloud) => unknown]>([
    ['deleted', cloud => cloud.opsItems.pop()],
    ['cancelled', cloud => { cloud.opsItems[0].Status = 'Cancelled'; }],
    ['given to another source', cloud => { cloud.opsItems[0].Source = 'somebody'; }],
  ])('a review whose OpsItem was %s is not signed', async (_, change) => {
    // GIVEN
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);

    // WHEN
    change(cloud);

    // THEN
    expect((await metricsAt(SECOND, cloud)).OverdueReviews).toBe(1);
    await cloud.run(review, {}, SECOND);
    expect(cloud.mails.at(-1).Message).toContain(`Not signed yet: the reviews of ${WHEN}\n`);
  });

  test('a review beside which there is a report called as a signature is not signed', async () => {
    // GIVEN
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    // WHEN
    cloud.objects.set(`${folder}reports/${WHEN}.sign-off.2026-03-10T09-29-58Z.0b1c2d3e.txt`, { body: '', contentType: 'text/plain', versionId: 'v9' });
    // THEN
    expect(await metricsAt(SECOND, cloud)).toMatchObject({ OverdueReviews: 1 });
  });

  test('a review that says it is of the future is none', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    cloud.objects.set(`${folder}runs/2027-01-01T00-00-00Z.json`, { body: '{}', contentType: 'application/json', versionId: 'v' });
    expect(await metricsAt('2026-03-12T06:45:00.000Z', cloud)).toEqual({ DaysSinceReview: 3, OverdueReviews: 0 });
    await cloud.run(review, {}, SECOND);
    expect(cloud.mails.at(-1).Message).toContain('Records from 2026-03-09T06:45:00.000Z to ');
  });

  test('of several reviews the last one counts, and those that are signed are not open', async () => {
    // GIVEN
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    await sign(cloud);
    await cloud.run(review, {}, SECOND);
    // WHEN
    const metrics = await metricsAt(THIRD, cloud);
    await cloud.run(review, {}, THIRD);
    // THEN
    expect(metrics).toEqual({ DaysSinceReview: 7 + 15 / (24 * 60), OverdueReviews: 1 });
    const { Message: mail } = cloud.mails.at(-1);
    expect(mail).toContain(`Records from 2026-03-16T07:45:00.000Z to 2026-03-23T07:45:00.000Z (7.0 days)\nBefore: the review of ${SECOND_WHEN}.`);
    expect(mail).toContain(`Not signed yet: the reviews of ${SECOND_WHEN}\n`);
  });

  test('a review that was done long ago is long ago', async () => {
    const cloud = newCloud();
    await cloud.run(review, {}, FIRST);
    expect((await metricsAt('2026-06-01T07:00:00.000Z', cloud)).DaysSinceReview).toBeGreaterThan(8);
  });
});
