/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/template'],
  // A machine may be busy with other work; a test that hangs still ends.
  testTimeout: 60_000,
  // Otherwise one core is left idle, on two cores half of them.
  maxWorkers: '100%',
  // Modules of a suite stay in memory after it: a worker is begun anew before it slows down.
  workerIdleMemoryLimit: '1500MB',
  testMatch: ['**/*.test.ts'],
  // What starts compilers, npm and cdk8s takes as long as all the rest: `npm run test:programs`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/programs/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Sources import each other with the extension that Node sees after the build.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // The template and the examples import the package.
    '^asm-blueprints/jest$': '<rootDir>/mesh/jest/index',
    '^asm-blueprints/matchers$': '<rootDir>/mesh/jest/matchers',
    '^asm-blueprints/(\\w+)$': '<rootDir>/$1/index',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
