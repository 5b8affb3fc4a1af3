import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  articleFields,
  categoryFields,
  sectionFields,
} from '../../../../server/articles/sources/zendesk-fields.ts'

const DOCUMENT = new URL('../../../../../shared/data/openapi/help-center.json', import.meta.url)

const READ = {
  ArticleObject: {
    id: 'integer',
    html_url: 'string',
    title: 'string',
    body: 'string',
    locale: 'string',
    section_id: 'integer',
    draft: 'boolean',
    user_segment_id: 'integer or null',
    user_segment_ids: 'array of integer',
    label_names: 'array of string',
    outdated: 'boolean',
    outdated_locales: 'array of string',
    updated_at: 'string',
  },
  SectionObject: { id: 'integer', name: 'string', category_id: 'integer' },
  CategoryObject: { id: 'integer', name: 'string' },
} as const

interface Property {
  readonly type: string
  readonly nullable?: boolean
  readonly items?: { readonly type: string }
}

function typeOf({ type, nullable, items }: Property): string {
  return `${type}${items === undefined ? '' : ` of ${items.type}`}${nullable ? ' or null' : ''}`
}

describe('the fields that are read from a help center', () => {
  it('are the ones that this test names', () => {
    const shapes = {
      ArticleObject: articleFields,
      SectionObject: sectionFields,
      CategoryObject: categoryFields,
    }
    for (const [name, schema] of Object.entries(shapes)) {
      expect(Object.keys(schema.shape)).to.have.members(Object.keys(READ[name as keyof typeof READ]))
    }
  })

  it('exist with these types in the document that Zendesk publishes', function () {
    // The document lies beside the repository and is not part of it.
    if (!existsSync(DOCUMENT)) return this.skip()
    const { components, paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8'))
    for (const [name, fields] of Object.entries(READ)) {
      const { properties } = components.schemas[name]
      const found = Object.fromEntries(Object.keys(fields).map((field) => [field, typeOf(properties[field])]))
      expect(found).to.deep.equal(fields)
    }
    for (const [list, object] of [
      ['articles', 'Article'],
      ['sections', 'Section'],
      ['categories', 'Category'],
    ] as const) {
      const answer =
        paths[`/api/v2/help_center/{locale}/${list}`].get.responses['200'].content['application/json']
      const schema = components.schemas[answer.schema.$ref.split('/').at(-1)]
      expect(schema.properties[list].items.$ref).to.equal(`#/components/schemas/${object}Object`)
    }
    return undefined
  })
})
