/** The command line as a process of its own, so that it can be killed. */
import { runCli } from '../../server/cli/main.ts'

process.exitCode = await runCli(process.argv.slice(2))
