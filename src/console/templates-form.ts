/** The reply templates of one locale: what may stand in them, and the sample reply that they make. */
import type { ReplyTemplates } from '../domain/api.ts'

export const TEMPLATE_NAMES = [
  'greetingNamed',
  'greetingUnnamed',
  'closing',
  'notCoveredBridge',
  'aiLine',
  'voice',
] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]
export type TemplatesForm = Readonly<Record<TemplateName, string>>

export const NAME_PLACE = '{name}'
export const TEMPLATE_MAX_CHARS = 1_000

export type TemplateProblem =
  | { readonly kind: 'nameMissing' | 'nameTwice' | 'nameForbidden' | 'long' | 'server' }
  | { readonly kind: 'placeholder'; readonly found: string }
export type TemplateProblems = Readonly<Partial<Record<TemplateName, TemplateProblem>>>

export function formFromTemplates(templates: ReplyTemplates): TemplatesForm {
  const { greetingNamed, greetingUnnamed, closing, notCoveredBridge, aiLine = '', voice = '' } = templates
  return { greetingNamed, greetingUnnamed, closing, notCoveredBridge, aiLine, voice }
}

/** What is only for a model is absent where it is empty, as it was before there was one. */
export function templatesFromForm(form: TemplatesForm, locale: string): ReplyTemplates {
  const { aiLine, voice, ...always } = form
  return {
    locale,
    ...always,
    ...(aiLine.trim() === '' ? {} : { aiLine }),
    ...(voice.trim() === '' ? {} : { voice }),
  }
}

export function templateProblems(form: TemplatesForm): TemplateProblems {
  return Object.fromEntries(
    TEMPLATE_NAMES.flatMap((name) => {
      const problem = templateProblem(name, form[name])
      return problem === null ? [] : [[name, problem]]
    }),
  )
}

function templateProblem(name: TemplateName, text: string): TemplateProblem | null {
  // Helpdesks often add their own signature, so an empty template is a choice and not a mistake.
  if (text.trim() === '') return null
  if (text.length > TEMPLATE_MAX_CHARS) return { kind: 'long' }
  // A misspelt place such as `{Name}` or `{{name}}` would reach a requester's inbox as it stands.
  const unknown = text.replaceAll(NAME_PLACE, '').match(/\{[^}]*\}?|\}/)
  if (unknown !== null) return { kind: 'placeholder', found: unknown[0] }
  const places = text.split(NAME_PLACE).length - 1
  if (name !== 'greetingNamed') return places > 0 ? { kind: 'nameForbidden' } : null
  if (places === 0) return { kind: 'nameMissing' }
  return places > 1 ? { kind: 'nameTwice' } : null
}

export function serverTemplateProblems(invalid: readonly string[]): TemplateProblems {
  const named = TEMPLATE_NAMES.filter((name) => invalid.some((entry) => entry.split(/\W/).includes(name)))
  return Object.fromEntries(named.map((name) => [name, { kind: 'server' as const }]))
}

export type SampleLine = { readonly kind: 'template' | 'quote'; readonly text: string }

export interface SampleOptions {
  readonly name: string | null
  readonly partly: boolean
  /** Worded by a model: the line about it stands below. */
  readonly modelled?: boolean
  readonly quotes: readonly string[]
}

/** The reply as a requester would read it, with stand-ins where quotes would be. */
export function sampleReply(form: TemplatesForm, options: SampleOptions): readonly SampleLine[] {
  const greeting =
    options.name === null ? form.greetingUnnamed : form.greetingNamed.split(NAME_PLACE).join(options.name)
  return [
    { kind: 'template' as const, text: greeting },
    ...options.quotes.map((text): SampleLine => ({ kind: 'quote', text })),
    ...(options.partly ? [{ kind: 'template' as const, text: form.notCoveredBridge }] : []),
    { kind: 'template' as const, text: form.closing },
    ...(options.modelled === true ? [{ kind: 'template' as const, text: form.aiLine }] : []),
  ].filter((line) => line.text.trim() !== '')
}
