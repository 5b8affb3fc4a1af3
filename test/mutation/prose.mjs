/**
 * Leaves out what the table and the rules say of themselves (`does`, `says`). Nothing is decided by it; that
 * the printed table is up to date has a test of its own.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

const PROSE = ['does', 'says']

function shouldIgnore(path) {
  const { key } = path.isObjectProperty() ? path.node : {}
  return PROSE.includes(key?.name) ? 'a sentence for people: nothing is decided by it' : undefined
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', { shouldIgnore })]
