/** Hands something to the agent's own computer as a JSON file. */
export function downloadJson(value: unknown, name: string): void {
  const blob = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' })
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads the address after this turn; taking it back at once would download nothing.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
