#!/usr/bin/env node
/** `vouch <command>`: makes the clone ready, then runs the command line. */
import { prepare } from './prepare.mjs'

prepare()
const { runCli } = await import('../../dist/server/cli/main.js')
process.exitCode = await runCli(process.argv.slice(2))
