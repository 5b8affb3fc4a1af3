import { expect } from 'chai'
import { eventually } from '../../support/eventually.ts'
import { modelEvents, modelView, withoutConsent } from '../../support/fake-companion.ts'
import { sidebarPage } from '../../support/sidebar-browser.ts'

describe('src/sidebar/preview', function () {
  this.timeout(240_000)
  const at = sidebarPage()
  beforeEach(() => {
    at.companion.script.view = modelView()
    at.companion.script.drafter = ({ draftId }) => modelEvents(draftId)
  })
  const shown = async () => (await at.page.locator('.v-sent').allTextContents()).join('\n')
  const sentText = () => JSON.stringify(at.sent('/drafts').map(({ body }) => body))
  const strike = async (words: string) => {
    await at.page.getByLabel('Strike further words').fill(words)
    await at.page.keyboard.press('Enter')
  }

  it('says beside the button how much would leave and where to, and reads nothing before consent', async () => {
    at.companion.script.view = { ...withoutConsent(), recipient: modelView().recipient }
    await at.open()
    await at.page.getByText('to api.mistral.ai (EU)', { exact: true }).waitFor()
    await eventually(async () => expect(await at.page.evaluate('fakeHelpdesk.read ?? 0')).to.equal(0))
    at.companion.script.view = modelView({ revision: 9 })
    await at.page.getByText('244 B to api.mistral.ai (EU)').waitFor()
    await eventually(async () => expect(await at.page.evaluate('fakeHelpdesk.read')).to.equal(1))
  })

  it('says unasked that names around the ticket could not be read, until they are', async () => {
    const warning = () => at.page.getByText('Not everybody around this ticket could be read').last()
    await at.open()
    await at.page.getByText('244 B to api.mistral.ai (EU)').waitFor()
    await eventually(async () => expect(await warning().count()).to.equal(0))
    await at.page.evaluate(`{
      fakeHelpdesk.refusePeople = true
      fakeHelpdesk.comments[0].plain_body += ' Greetings from Copperlane Trust and Wolkenrath.'
      fakeHelpdesk.comments.push({ ...fakeHelpdesk.comments[1], id: 503 })
    }`)
    await at.summary('What leaves').click()
    await at.button('Read again').click()
    await warning().waitFor()
    await eventually(async () => expect(await at.violations()).to.deep.equal([]))
    await at.shoot('preview-people-unread')
    // The agent who is signed in is known without a request; the organization is not.
    await eventually(async () => expect(await shown()).to.include('from Copperlane Trust and ⟦NAME_'))
    await at.page.evaluate('fakeHelpdesk.refusePeople = false')
    await at.button('Read again').first().click()
    await at.page.getByText('Organizations: 1').waitFor()
    await eventually(async () => expect(await shown()).to.include('from ⟦ORG_1⟧ and ⟦NAME_'))
    await eventually(async () => expect(await warning().count()).to.equal(0))
  })

  it('takes typed words out wherever they stand, and the words come back only in the reply', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await strike('JACKET')
    await eventually(
      async () =>
        await eventually(async () =>
          expect(await at.page.evaluate('document.activeElement.id'), 'ready for the next').to.equal(
            'strike-words',
          ),
        ),
    )
    await at.page.getByText('Struck out: 2').waitFor()
    await eventually(async () => expect(await shown()).to.not.include('jacket'))
    await strike('nowhere to be found')
    await at.page.getByText('(not in the text)').waitFor()
    await at.shoot('preview-struck')
    await at.draft()
    expect(sentText()).to.include('⟦STRUCK_1⟧').and.to.not.include('jacket')
    at.companion.script.drafter = ({ draftId }) =>
      modelEvents(draftId).map((event) =>
        event.event === 'ready'
          ? {
              ...event,
              draft: {
                ...event.draft,
                sentences: [{ id: 'm0', kind: 'template', text: 'Your ⟦STRUCK_1⟧.', part: 1 }],
              },
            }
          : event,
      )
    await at.draft()
    await at.page.locator('.v-line').getByText('Your jacket.').waitFor()
  })

  it('takes out what is selected in the text, with the name that stands in it', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await at.page.evaluate(`{
      document.getSelection().selectAllChildren(document.querySelector('.v-sent .v-placeholder'))
      document.getSelection().extend(document.querySelector('.v-sent .v-placeholder').nextSibling, 5)
    }`)
    const field = at.page.getByLabel('Strike further words')
    await at.page.getByRole('button', { name: 'Strike', exact: true, disabled: false }).waitFor()
    await eventually(async () => expect(await field.inputValue()).to.equal('maria here'))
    await at.button('Strike').click()
    await eventually(async () => expect(await shown()).to.match(/Hi,\s+⟦STRUCK_1⟧ again/))
  })

  it('sends the words again when the agent takes the strike back', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await strike('jacket')
    await at.button('Send again: jacket').press('Enter')
    await eventually(async () =>
      expect(await shown())
        .to.include('jacket')
        .and.to.not.include('STRUCK'),
    )
    await at.draft()
    expect(sentText()).to.include('jacket')
  })

  it('strikes nothing for an empty field and nothing twice', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await strike('   ')
    await strike('jacket')
    await strike(' jacket ')
    await eventually(async () => expect(await at.page.locator('.v-chips li').count()).to.equal(1))
  })

  it('keeps the strikes of this ticket when it is read again, and forgets them with the page', async () => {
    await at.open()
    await at.summary('What leaves').click()
    await strike('jacket')
    await at.button('Read again').click()
    await eventually(async () => expect(await shown()).to.not.include('jacket'))
    const reopened = async (requester: number) => {
      await at.page.evaluate(`
        fakeHelpdesk.requester = { ...fakeHelpdesk.requester, id: ${requester} }
        for (const comment of fakeHelpdesk.comments) if (comment.public) comment.author_id = ${requester}
        fakeHelpdesk.fire('ticket.requester.changed')`)
      await at.page.locator('details[open]').waitFor({ state: 'detached' })
      await at.summary('What leaves').click()
      await at.page.locator('.v-sent').first().waitFor()
    }
    await reopened(77)
    await eventually(async () => expect(await shown()).to.not.include('jacket'))
    await reopened(78)
    await eventually(async () =>
      expect(await shown(), 'another requester, another ticket').to.include('jacket'),
    )
    await strike('jacket')
    await at.page.reload()
    await at.summary('What leaves').click()
    await at.page.locator('.v-sent').first().waitFor()
    await eventually(async () => expect(await shown()).to.include('jacket'))
  })
})
