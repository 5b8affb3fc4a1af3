/** `npm start`: the workbench on one's own machine; the server alone in production. */
import { prepare } from './prepare.mjs'

prepare()
if (process.env.NODE_ENV === 'production') {
  const { runCli } = await import('../../dist/server/cli/main.js')
  process.exitCode = await runCli(['start'])
} else {
  const { startWorkbench } = await import('../../dist/workbench/start.js')
  process.exitCode = await startWorkbench(process.env)
}
