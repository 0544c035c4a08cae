/** What AWS asks in us-east-1, in USD, without what is free. Other regions ask up to twice as much. */
export const PRICES = {
  /** @see https://aws.amazon.com/cloudwatch/pricing/ */
  logsIngestedGigabyte: 0.5,
  logsStoredGigabyteMonth: 0.03,
  logsScannedGigabyte: 0.005,
  alarmedMetricMonth: 0.1,
  metricMonth: 0.3,
  dashboardMonth: 3,
  /** @see https://aws.amazon.com/kms/pricing/ */
  keyMonth: 1,
  /** @see https://aws.amazon.com/firehose/pricing/ */
  firehoseGigabyte: 0.029,
  firehoseDecompressedGigabyte: 0.00325,
  /** @see https://aws.amazon.com/s3/pricing/ */
  s3StandardGigabyteMonth: 0.023,
  s3GlacierInstantGigabyteMonth: 0.004,
  /** @see https://aws.amazon.com/athena/pricing/ */
  athenaScannedTerabyte: 5,
  /** @see https://aws.amazon.com/quicksight/pricing/ */
  quickSightReaderMonth: 3,
  quickSightAuthorMonth: 24,
};
