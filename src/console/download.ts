/** Hands a text to the browser as a file. It goes nowhere else. */
export function downloadText(name: string, type: string, text: string): void {
  downloadBlob(name, new Blob([text], { type }))
}

export function downloadBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser reads the address after this turn; taking it back at once could download nothing.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
