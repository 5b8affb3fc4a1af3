import { expect } from 'chai'
import type { TicketField } from '../../../workbench/model.ts'
import { eventsOfChange, inStep, type TicketFacts } from '../../../workbench/store/desk-events.ts'

const FIELD = 7
const option = (value: string, id: number) => ({ id, name: value, value })
const fields: readonly TicketField[] = [
  { id: 6, type: 'text', title: 'Order', options: [], portalTitle: null, removable: true },
  {
    id: FIELD,
    type: 'tagger',
    title: 'Form',
    options: [option('yes', 1), option('no', 2)],
    portalTitle: null,
    removable: true,
  },
]
type Value = string | boolean | null
const filed = (tags: readonly string[], value: Value) => ({
  tags,
  customFields: new Map<number, Value>([[FIELD, value]]),
})

describe('a field with options beside the tags', () => {
  const cases = {
    'the field is set': [filed(['vip'], null), filed(['vip'], 'yes'), ['vip', 'yes'], 'yes'],
    'the field is set to another option': [filed(['yes'], 'yes'), filed(['yes'], 'no'), ['no'], 'no'],
    'the field is emptied': [filed(['vip', 'yes'], 'yes'), filed(['vip', 'yes'], null), ['vip'], null],
    'the tag is added': [filed([], null), filed(['no', 'vip'], null), ['no', 'vip'], 'no'],
    'the tag is taken away': [filed(['yes', 'vip'], 'yes'), filed(['vip'], 'yes'), ['vip'], null],
    'nothing of it changed': [filed(['yes'], 'yes'), filed(['vip', 'yes'], 'yes'), ['vip', 'yes'], 'yes'],
  } as const
  for (const [name, [before, change, tags, value]] of Object.entries(cases))
    it(`goes along when ${name}`, () => {
      const after = inStep(fields, before, change)
      expect([after.tags, after.customFields.get(FIELD)]).to.deep.equal([tags, value])
    })
})

describe('the events of one change', () => {
  const before: TicketFacts = {
    requesterId: 21,
    brandId: 31,
    formId: 1,
    groupId: null,
    ...filed(['a', 'b'], null),
  }
  const cases: Record<string, [Partial<TicketFacts>, readonly object[]]> = {
    'nothing that anybody listens to': [{}, []],
    'another requester': [
      { requesterId: 22 },
      [{ type: 'ticket.requester_changed', previousRequesterId: 21 }],
    ],
    'another brand': [{ brandId: 32 }, [{ type: 'ticket.brand_changed', previous: 31 }]],
    'another form': [{ formId: 2 }, [{ type: 'ticket.form_changed', previous: 1 }]],
    'a group at all': [{ groupId: 5 }, [{ type: 'ticket.group_assignment_changed', previous: null }]],
    'other tags': [{ tags: ['b', 'c'] }, [{ type: 'ticket.tags_changed', added: ['c'], removed: ['a'] }]],
    'a field': [
      { customFields: filed([], 'yes').customFields },
      [{ type: 'ticket.custom_field_changed', fieldId: FIELD, previous: null }],
    ],
  }
  for (const [name, [change, events]] of Object.entries(cases))
    it(`tell of ${name}, and of nothing else`, () => {
      expect(eventsOfChange(101, before, { ...before, ...change })).to.deep.equal(
        events.map((event) => ({ ...event, ticketId: 101 })),
      )
    })
})
