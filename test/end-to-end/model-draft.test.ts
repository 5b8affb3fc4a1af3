import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import type { Locator } from 'playwright-core'
import { runVerify } from '../../server/cli/verify.ts'
import { personalValues } from '../../workbench/content/content.ts'
import type { Behaviour, StandInModel } from '../../workbench/stand-in-model/index.ts'
import { checkAccessibility } from '../support/accessibility.ts'
import { type BorrowedBrowser, borrowBrowser } from '../support/browser.ts'
import { choosing, FORM } from '../support/consent-page.ts'
import { eventually } from '../support/eventually.ts'
import { grantByTwo } from '../support/grant-by-two.ts'
import {
  type AtTicket,
  draftsMade,
  openContext,
  openTicketPage,
  type RunningProduct,
  SHOTS,
  startProduct,
} from '../support/running-product.ts'

const ONE_QUESTION = 20_416
const TWO_QUESTIONS = 20_436
const INVENTED = 20_501
const FAILING = 20_457
const PLANTED = 20_558
const LEFT = 20_551
const WITHDRAWN = 20_481

const KEY = 'key-of-the-stand-in-0123456789'
/** The first sentence is seen before the last one on any machine. */
const SLOWLY_MS = 100
/** A word a second: once a sentence is seen, as good as standing still, however long the looks at it take. */
const STANDING_MS = 1_000
const STRUCK = 'drop-off'
const PROBE_QUESTION = 'How long does a parcel take?'
const TYPED_BEFORE = 'Thank you for waiting.'
const TYPED_AFTER = 'Yours, Ines'

/** Each failure has a sentence of its own. */
const FAILURES: Readonly<Partial<Record<Behaviour, string>>> = {
  '500': 'The model provider reported an error of its own.',
  '429': 'The model provider takes no more requests right now.',
  'never-answers': 'The model provider took too long.',
  'reset-mid-stream': 'The model provider cannot be reached.',
  'not-json': 'The model answered in a form that cannot be checked, twice.',
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(20)
}

describe('a draft that a model words, in a browser', function () {
  this.timeout(240_000)
  let product: RunningProduct
  let browser: BorrowedBrowser
  let model: StandInModel
  let at: AtTicket
  let link: string
  let receiptFile: string
  const pages: AtTicket[] = []

  before(async () => {
    product = await startProduct(
      { tuning: { patience: { attempts: 1, firstPauseMs: 1, longestPauseMs: 5, restMs: 1 } } },
      undefined,
      {
        withModel: true,
        providerSettings: { VOUCH_PROVIDER_FIRST_BYTE_SECONDS: '3', VOUCH_PROVIDER_KEY: KEY },
      },
    )
    if (product.model === null) throw new Error('the stand-in model did not start')
    model = product.model
    model.setDelayMs(0)
    browser = await borrowBrowser()
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
    product?.remove()
  })

  const button = (name: string | RegExp) => at.sidebar.getByRole('button', { name })
  const insertAll = (disabled: boolean) => at.sidebar.getByRole('button', { name: 'Insert all', disabled })
  const lines = () => at.sidebar.locator('.v-line')
  const statements = () => lines().filter({ has: at.sidebar.locator('.v-cite') })
  const violations = () => checkAccessibility(at.page, product.companion.origin)
  async function shot(name: string): Promise<void> {
    // Of a frame of another origin only what lies within the window is painted.
    await at.page.setViewportSize({ width: 1440, height: 1_560 })
    await at.page.locator('iframe').screenshot({ path: join(SHOTS, `model-${name}.png`) })
    await at.page.setViewportSize({ width: 1440, height: 900 })
  }
  const textsOf = async (found: Locator) => (await found.allInnerTexts()).map((text) => text.trim())

  async function open(ticketId: number): Promise<void> {
    at = await openTicketPage(browser, product, ticketId)
    pages.push(at)
  }

  async function openConsented(ticketId: number): Promise<void> {
    const api = await product.apiOf(product.content.staff.admin)
    const ticket = product.content.tickets.find(({ id }) => id === ticketId)
    await api('PUT', `/tickets/${ticketId}`, { requesterId: String(ticket?.requester_id) })
    await grantByTwo(api, await product.apiOf(product.content.staff.compliance), ticketId)
    await open(ticketId)
  }

  async function draft(): Promise<void> {
    await button(/^Draft (reply|again)/)
      .first()
      .click()
  }

  async function askForConsent(): Promise<string> {
    await button('Ask for consent').first().click()
    await at.composer.getByText('Please read and choose here').waitFor()
    return /http\S+\/c\/[\w-]+/.exec(await at.composer.innerText())?.[0] ?? ''
  }

  async function choose(where: string, choice: string): Promise<string> {
    const page = await (await fetch(where)).text()
    const answer = await fetch(where, { method: 'POST', headers: FORM, body: choosing(page, choice) })
    return answer.text()
  }

  async function draftsStored(): Promise<number> {
    return draftsMade(await product.apiOf(product.content.staff.admin))
  }

  it('was asked one question at the start, to test it: fixed words, nothing of any ticket', () => {
    const bodies = model.requests.map(({ body }) => body)
    expect(bodies.length).to.equal(1)
    expect(bodies[0]).to.contain(PROBE_QUESTION)
    expect(personalValues().filter((value) => bodies[0]?.includes(value))).to.deep.equal([])
    model.forget()
  })

  it('may sum up conversations once an admin has put that into the scope', async () => {
    const context = await openContext(browser)
    const page = await context.newPage()
    await page.goto(`${product.origin}/agent/apps/vouch`)
    await page.locator('#acting-agent').selectOption({ value: String(product.content.staff.admin) })
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'Overview' }).waitFor()
    const card = frame.locator('.c-drafter')
    await card.locator('dd').first().waitFor()
    await eventually(async () =>
      expect(await card.locator('dd').allInnerTexts()).to.deep.equal([
        'your own machines',
        new URL(model.origin).host,
        'local',
        'nothing beyond your own logs',
      ]),
    )
    await page.screenshot({ path: join(SHOTS, 'model-console.png') })
    await frame.getByRole('link', { name: 'Scope policy' }).first().click()
    await frame.getByRole('checkbox', { name: /Sum up a conversation/ }).check()
    await frame.getByRole('button', { name: /^Save/ }).first().click()
    await frame.getByText('Not in force yet: a second person must approve this.').first().waitFor()
    await context.close()
    const second = await product.apiOf(product.content.staff.compliance)
    const [change] = (await second('GET', '/console/changes')) as readonly { changeId: string }[]
    await second('POST', `/console/changes/${change?.changeId}/decisions`, { decision: 'approve' })
  })

  it('asks the requester with a notice that says who words the reply, where, and what is kept', async () => {
    await open(ONE_QUESTION)
    link = await askForConsent()
    const requester = await browser.newContext({ viewport: { width: 390, height: 844 } })
    const page = await requester.newPage()
    await page.goto(link)
    const notice = await page.locator('body').innerText()
    expect(notice).to.contain(new URL(model.origin).host)
    expect(notice).to.contain('machines of our own')
    expect(notice).to.contain('Kept there: nothing of your text beyond our own logs')
    await page.getByRole('button', { name: 'Yes, I agree' }).click()
    await page.getByText('You have agreed. Thank you.').waitFor()
    await requester.close()
    await at.page.bringToFront()
    await at.sidebar.getByText('Consent granted').first().waitFor()
    expect(model.requests).to.deep.equal([])
  })

  it('shows before the first call what would leave, how much and where to, and lets words be struck', async () => {
    await at.sidebar.getByText('What leaves', { exact: true }).click()
    const sent = at.sidebar.locator('.v-sent')
    await sent.getByText('⟦NAME_').first().waitFor()
    const facts = at.sidebar.locator('section[aria-labelledby=recipient-heading] dd')
    expect((await facts.allInnerTexts()).slice(0, 3)).to.deep.equal([
      'stand-in',
      'your own machines',
      new URL(model.origin).host,
    ])
    await at.sidebar.getByLabel('Strike further words').fill(STRUCK)
    await button('Strike').click()
    await sent.getByText('⟦STRUCK_1⟧').first().waitFor()
    const bytes = Buffer.byteLength((await sent.allInnerTexts()).join(''))
    await at.sidebar.getByText(`Total: ${bytes} B`).waitFor()
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('preview')
    expect(model.requests).to.deep.equal([])
    await at.sidebar.getByText('What leaves', { exact: true }).click()
  })

  it('shows each sentence as soon as it has passed, and inserts none before the last', async () => {
    model.setDelayMs(SLOWLY_MS)
    await draft()
    await statements().first().waitFor()
    model.setDelayMs(STANDING_MS)
    await eventually(async () => expect(await insertAll(true).count()).to.equal(1))
    await eventually(async () => expect(await button('Stop').count()).to.equal(1))
    const early = await statements().count()
    await insertAll(true).click({ force: true })
    await shot('growing')
    model.setDelayMs(0)
    await insertAll(false).waitFor()
    await eventually(async () => expect(await statements().count()).to.be.greaterThan(early))
    expect((await at.composer.innerText()).includes('working days')).to.equal(false)
    expect(model.requests.length).to.equal(1)
    const body = model.requests[0]?.body ?? ''
    expect(body).to.not.contain(STRUCK)
    expect(body).to.contain('⟦STRUCK_1⟧')
    expect(model.requests[0]?.headers.authorization).to.equal(`Bearer ${KEY}`)
  })

  it('opens the source of a sentence, with what it quotes marked', async () => {
    await button(/^Source 1/)
      .first()
      .click()
    const quoted = await at.sidebar.locator('.v-passage mark').first().innerText()
    expect((await textsOf(statements())).join('\n')).to.contain(quoted.trim())
    await eventually(async () =>
      expect(await at.sidebar.locator('.v-passage a').first().getAttribute('href')).to.match(
        new RegExp(`^${product.origin}/hc/en-us/articles/\\d+`),
      ),
    )
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('ready')
    await at.page.screenshot({ path: join(SHOTS, 'model-ticket.png') })
  })

  it('inserts all at the caret between what the agent had typed, with the name back in its place', async () => {
    await at.composer.click()
    await at.page.keyboard.press('Control+A')
    await at.page.keyboard.press('Delete')
    await at.page.keyboard.type(TYPED_BEFORE)
    await at.page.keyboard.press('Enter')
    await at.page.keyboard.type(TYPED_AFTER)
    await at.page.keyboard.press('Home')
    await insertAll(false).click()
    await at.composer.getByText('Kind regards').waitFor()
    const reply = await at.composer.innerText()
    const places = [TYPED_BEFORE, 'Hello Silas Quennington,', 'Kind regards', TYPED_AFTER].map((words) =>
      reply.indexOf(words),
    )
    expect(places).to.not.include(-1)
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b))
    expect(reply).to.not.contain('⟦')
  })

  it('rewrites shorter, friendlier and in German, each verified anew, and goes back', async () => {
    const first = await textsOf(statements())
    await button('Shorter').click()
    await button('Back to the draft before').waitFor()
    await eventually(async () => expect(await statements().count()).to.be.lessThan(first.length))
    await button('Back to the draft before').click()
    await at.sidebar.getByText('The draft before is back.').first().waitFor()
    await eventually(async () => expect(await textsOf(statements())).to.deep.equal(first))
    await button('Friendlier').click()
    await button('Back to the draft before').waitFor()
    await button('Translate').click()
    await button('German').click()
    await at.sidebar.getByText('Guten Tag Silas Quennington,').waitFor()
    await button(/^Quelle 1|^Source 1/)
      .first()
      .click()
    await eventually(async () =>
      expect(await at.sidebar.locator('.v-passage blockquote').first().getAttribute('lang')).to.match(/^de/),
    )
    await shot('translated')
    await button('Back to the draft before').click()
    await at.sidebar.getByText('Hello Silas Quennington,').waitFor()
  })

  it('says why it may be sent, and hands the receipt out', async () => {
    await at.sidebar.getByText('Why may this be sent?').click()
    const receipt = await at.sidebar
      .locator('details', { hasText: 'Why may this be sent?' })
      .last()
      .innerText()
    for (const part of [new URL(model.origin).host, 'local', 'stand-in', 'verified', '1 request'])
      expect(receipt).to.contain(part)
    expect(receipt).to.match(/[\d.,]+ (?:B|kB) out/)
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('receipt')
    const [download] = await Promise.all([
      at.page.waitForEvent('download'),
      button('Download as JSON').click(),
    ])
    receiptFile = join(product.dataDir, 'receipt.json')
    await download.saveAs(receiptFile)
    expect(readFileSync(receiptFile, 'utf8')).to.not.contain('Quennington')
  })

  it('keeps only the part that is wanted, of a reply to two questions', async () => {
    await openConsented(TWO_QUESTIONS)
    await draft()
    await insertAll(false).waitFor()
    await at.sidebar.getByText('Question 2').first().waitFor()
    const both = await textsOf(statements())
    await button('Only this question: question 2').click()
    await button('Back to the draft before').waitFor()
    const kept = await textsOf(statements())
    expect(kept.length).to.be.within(1, both.length - 1)
    expect(both.slice(-kept.length).map((text) => text.slice(0, 30))).to.deep.equal(
      kept.map((text) => text.slice(0, 30)),
    )
  })

  it('sums up the conversation for the agent alone', async () => {
    model.forget()
    await at.sidebar.getByRole('heading', { name: 'Sum up the conversation' }).click()
    await button('Sum up').click()
    const points = at.sidebar.locator('.v-points > li')
    await points.first().waitFor()
    await at.sidebar.getByText('Not for the reply.').waitFor()
    await eventually(async () =>
      expect(await points.getByRole('button', { name: /insert/i }).count()).to.equal(0),
    )
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('summary')
    expect(model.requests.length).to.equal(1)
  })

  it('leaves out what a model invented, folded and with the reason', async () => {
    await openConsented(INVENTED)
    model.behave('hallucinates')
    await draft()
    const folded = at.sidebar.locator('details.v-dropped')
    await folded.waitFor()
    await insertAll(false).or(at.sidebar.getByText('No draft was made')).first().waitFor()
    await eventually(async () => expect(await folded.getAttribute('open')).to.equal(null))
    await folded.locator('summary').click()
    await folded.getByText('It promises or claims an act; only a person can act.').first().waitFor()
    await eventually(async () =>
      expect(await at.sidebar.locator('body').innerText()).to.not.match(/have refunded|guaranteed|2031/),
    )
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('left-out')
    await insertAll(false).click()
    await at.composer.getByText('Kind regards').waitFor()
    await eventually(async () =>
      expect(await at.composer.innerText()).to.not.match(/have refunded|guaranteed|2031|within 3 days/),
    )
  })

  for (const [behaviour, sentence] of Object.entries(FAILURES))
    it(`says what happened and drafts on this server instead, sending nothing: ${behaviour}`, async () => {
      // A page of its own: a draft that is there stays when another one fails.
      if (behaviour === Object.keys(FAILURES)[0]) await openConsented(FAILING)
      else await open(FAILING)
      model.behave(behaviour as Behaviour)
      await draft()
      await at.sidebar.getByText(sentence).first().waitFor()
      await eventually(async () => expect(await statements().count()).to.equal(0))
      await eventually(async () => expect(await violations()).to.deep.equal([]))
      await shot(`failed-${behaviour}`)
      model.forget()
      await button('Draft on this server instead').click()
      await insertAll(false).waitFor()
      await eventually(async () => expect(await statements().count()).to.be.greaterThan(0))
      expect(model.requests).to.deep.equal([])
      expect((await at.composer.innerText()).trim()).to.equal('')
    })

  it('warns of a ticket that speaks to machines, and shows nothing that it ordered', async () => {
    await openConsented(PLANTED)
    model.behave('obeys-attacker')
    await at.sidebar.getByText('Be careful with this ticket').first().waitFor()
    await draft()
    await insertAll(false).or(at.sidebar.getByText('No draft was made')).first().waitFor()
    const shown = (await at.sidebar.locator('.v-draft').allInnerTexts()).join('\n')
    expect(shown).to.not.match(/90.day|maintenance|system prompt|ignore the above|IBAN|GB82|CANARY|https?:/i)
    await eventually(async () => expect(await violations()).to.deep.equal([]))
    await shot('planted')
    model.behave('faithful')
  })

  it('hangs up on the model when the agent goes to another ticket', async () => {
    await openConsented(LEFT)
    model.forget()
    model.setDelayMs(STANDING_MS)
    const stored = await draftsStored()
    await draft()
    await until(() => model.requests.length === 1)
    await at.page.goto(`${product.origin}/agent/tickets/${ONE_QUESTION}`)
    await until(() => model.requests[0]?.cutOff === true)
    expect(await draftsStored()).to.equal(stored)
  })

  it('takes a growing draft away, and keeps nothing of it, when the requester withdraws', async () => {
    await open(WITHDRAWN)
    const own = await askForConsent()
    await choose(own, 'grant')
    await at.sidebar.getByText('Consent granted').first().waitFor()
    model.forget()
    model.setDelayMs(SLOWLY_MS)
    const stored = await draftsStored()
    await draft()
    await statements().first().waitFor()
    model.setDelayMs(STANDING_MS)
    expect(await choose(own, 'withdraw')).to.contain('You have withdrawn your consent')
    await at.sidebar.getByText('Consent withdrawn').first().waitFor()
    await statements().first().waitFor({ state: 'detached' })
    await until(() => model.requests[0]?.cutOff === true || model.connections() === 0)
    await eventually(async () => expect(await lines().count()).to.equal(0))
    expect(await draftsStored()).to.equal(stored)
    await shot('withdrawn')
  })

  it('verifies the log and the receipt afterwards, and wrote no personal value and no key', async () => {
    for (const { context } of pages) await context.close()
    await product.stop()
    const said: string[] = []
    const terminal = {
      out: (line: string) => said.push(line),
      err: (line: string) => said.push(line),
      env: {},
    }
    expect(await runVerify(['--data', product.dataDir, '--receipt', receiptFile], terminal)).to.equal(0)
    expect(said.join('\n')).to.match(/: INTACT[\s\S]*the log: \d+ entries/)
    expect(said.join('\n')).to.match(/receipt of draft .*: as entry \d+ has it/)
    const log = product.logged()
    expect(log.split('\n').length).to.be.greaterThan(40)
    expect(personalValues().filter((value) => log.includes(value))).to.deep.equal([])
    for (const secret of [KEY, link.split('/c/')[1] ?? link, 'CANARY', STRUCK])
      expect(log).to.not.contain(secret)
  })
})
