/** `npm run mutation`: how many small changes to the rules of consent and scope the tests notice. Fails under 90 %. */
const RULES = '{allowlist,decide,limits,scope,scope-*,topics,topic-*,widening,consent,consent-*}'

export default {
  mutate: [`src/domain/${RULES}.ts`, '!src/domain/*-api.ts'],
  plugins: ['./test/mutation/rules-runner.mjs', './test/mutation/prose.mjs'],
  ignorers: ['prose'],
  testRunner: 'rules',
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false, allowEmojis: false },
  jsonReporter: { fileName: 'tmp/mutation/report.json' },
  // All rule tests run for each mutant until one fails: which of them it is says nothing here.
  coverageAnalysis: 'off',
  // Types are left alone: nothing here compiles them, and the checkers need a compiler API that 7 does not have.
  disableTypeChecks: false,
  tsconfigFile: 'none.json',
  tempDirName: 'tmp/stryker',
  ignorePatterns: ['/assets', '/docs', '/workbench', '/bench', '/dist', '/tmp', '/data'],
  timeoutMS: 60_000,
  concurrency: 2,
}
