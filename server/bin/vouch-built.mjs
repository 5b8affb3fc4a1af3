#!/usr/bin/env node
/** `vouch <command>` where everything is installed and built already, as in an image: makes and fetches nothing. */
const { runCli } = await import('../../dist/server/cli/main.js')
process.exitCode = await runCli(process.argv.slice(2))
