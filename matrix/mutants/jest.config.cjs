const { testEnvironment, roots, testMatch, transform, testTimeout } = require('../../jest.config.cjs');

/** Tests of a copy of the sources, one run for each broken line: the services are kept by the whole. @type {import('jest').Config} */
module.exports = { rootDir: '../..', testEnvironment, roots, testMatch, transform, testTimeout, maxWorkers: 1 };
