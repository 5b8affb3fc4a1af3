/** The app as an admin installs it: the settings of its manifest, the ticket fields that it asks for. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { TicketField } from './model.ts'
import { requiredFields } from './seed.ts'

export interface InstalledApp {
  /** By the names of the manifest's checkboxes. */
  readonly settings: Map<string, boolean>
  readonly fields: readonly (TicketField & { readonly key: string })[]
}

export const NO_APP: InstalledApp = { settings: new Map(), fields: [] }

const manifestFile = z.object({
  parameters: z.array(z.object({ name: z.string(), type: z.string(), default: z.boolean().default(false) })),
})

export function installApp(root: URL): InstalledApp {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, root), 'utf8'))
  const { parameters } = manifestFile.parse(read('manifest.json'))
  const boxes = parameters.filter(({ type }) => type === 'checkbox')
  return {
    settings: new Map(boxes.map((parameter) => [parameter.name, parameter.default])),
    fields: requiredFields(read('requirements.json')),
  }
}
