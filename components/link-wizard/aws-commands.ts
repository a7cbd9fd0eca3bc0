/** The file that the commands read the policy from. */
const POLICY_FILE = 'latchkey-key-policy.json'

/** Commands that create a key with the policy and print its ARN. */
export function createKeyCommands(region: string): string {
  return [
    `# Save the policy above as ${POLICY_FILE}, then:`,
    'aws kms create-key \\',
    `  --region ${region} \\`,
    '  --description "Root key for Latchkey" \\',
    '  --key-spec SYMMETRIC_DEFAULT \\',
    '  --key-usage ENCRYPT_DECRYPT \\',
    `  --policy file://${POLICY_FILE} \\`,
    '  --query KeyMetadata.Arn --output text',
  ].join('\n')
}

/** Commands that give an existing key the policy. */
export function putPolicyCommands(region: string, keyId = 'YOUR_KEY_ID'): string {
  return [
    'aws kms put-key-policy \\',
    `  --region ${region} \\`,
    `  --key-id ${keyId} \\`,
    '  --policy-name default \\',
    `  --policy file://${POLICY_FILE}`,
  ].join('\n')
}
