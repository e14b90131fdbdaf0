/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }] },
  testTimeout: 60_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/support/services/setup.ts',
  globalTeardown: '<rootDir>/test/support/services/teardown.ts',
  reporters: [['default', { summaryThreshold: 1000 }], '<rootDir>/test/support/services/closing-line.cjs'],
};
