const config = require('./jest.config.cjs');

/** Pure functions need no services. @type {import('jest').Config} */
module.exports = { ...config, roots: ['<rootDir>/test/domain'] };
