import { Validations } from 'aws-cdk-lib';
import { ACKNOWLEDGEMENT_METADATA_TYPE } from '../../../src/compliance/exceptions/acceptance';

test('acknowledgements are looked for where aws-cdk-lib keeps them', () => {
  expect(ACKNOWLEDGEMENT_METADATA_TYPE).toBe(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
});
