#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

register()
const { runPackageCommand } = await import('../cli/package-command.ts')
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
process.exitCode = await runPackageCommand(process.argv.slice(2), root, {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
})
