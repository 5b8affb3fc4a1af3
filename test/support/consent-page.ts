/** The requester's page as a browser without a script uses it: reads the form that it was given, sends that one. */
import type { Answer, Harness } from './companion-harness.ts'

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** The hidden fields of a page, as they would be sent with whichever button. */
export function formIn(html: string): URLSearchParams {
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)]
  // Each of the page's forms has the same ones.
  return new URLSearchParams(Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])))
}

export function choosing(html: string, choice: string): string {
  const form = formIn(html)
  form.set('choice', choice)
  return form.toString()
}

/** Opens the page and presses that button, offered or not. */
export async function press(
  desk: Pick<Harness, 'call'>,
  address: string,
  choice: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const page = await desk.call('GET', address)
  return desk.call('POST', address.split('?')[0] ?? '', {
    raw: choosing(page.text, choice),
    headers: { ...FORM, ...headers },
  })
}
