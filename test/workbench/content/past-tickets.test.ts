import { expect } from 'chai'
import { loadContent } from '../../../workbench/content/content.ts'
import { PAST_TICKETS, pastDesk } from '../../../workbench/content/past-tickets.ts'

describe('the past tickets of the workbench', () => {
  const content = loadContent()
  const desk = pastDesk(content)()

  it('are a thousand and more, solved, in both languages, each with a question and a reply of its own', () => {
    expect(desk.tickets).to.have.length(PAST_TICKETS)
    expect(PAST_TICKETS).to.be.at.least(1_000)
    const agents = new Set(content.staff.agents)
    for (const ticket of desk.tickets) {
      const open = ticket.comments.filter(({ isPublic }) => isPublic)
      expect(open[0]?.authorId, String(ticket.id)).to.equal(ticket.requesterId)
      expect(agents.has(open[1]?.authorId ?? 0), String(ticket.id)).to.equal(true)
      expect(['solved', 'closed']).to.contain(ticket.status)
      expect(`${ticket.subject} ${open.map(({ plainBody }) => plainBody).join(' ')}`).to.not.match(
        /\{\w+\}|undefined/,
      )
    }
    const locales = new Set(desk.tickets.map(({ requesterId }) => desk.user(requesterId)?.locale))
    expect([...locales].sort()).to.deep.equal(['de', 'en-us'])
    expect(new Set(desk.tickets.map(({ subject }) => subject)).size).to.be.greaterThan(80)
  })

  it('are the same each time, share no number with the desk, and are made only when asked for', () => {
    const again = pastDesk(content)()
    expect(again.tickets).to.deep.equal(desk.tickets)
    const own = new Set(content.tickets.map(({ id }) => id))
    expect(desk.tickets.filter(({ id }) => own.has(id))).to.deep.equal([])
    const lazily = pastDesk(content)
    expect(lazily()).to.equal(lazily())
  })
})
