/** Ends with 0 while the server on this machine is ready, for an orchestrator without a shell. */
const port = process.env.VOUCH_PORT || '4000'
const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) }).catch(
  () => null,
)
process.exitCode = answer?.status === 200 ? 0 : 1
