import { expect } from 'chai'
import type { Page } from 'playwright-core'
import type { SetUpView } from '../../../src/domain/set-up-api.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../support/console-browser.ts'
import { brandedArticles, manyArticles, SAMPLE_RECIPIENT, SAMPLE_SYNC } from '../../support/console-data.ts'
import { eventually } from '../../support/eventually.ts'
import { type ConsoleScript, emptyScript, writesIn } from '../../support/fake-console-companion.ts'
import { SAMPLE_SET_UP } from '../../support/fake-set-up.ts'
import { MADE_SECRET } from '../../support/fake-tokens.ts'
import { painted } from '../../support/painted.ts'
import { settled } from '../../support/settled.ts'
import { stand } from '../../support/standing-clock.ts'

const FOCUSED_TITLE = `document.activeElement.querySelector('.c-tree-title')?.textContent`

const NEW_SET_UP: SetUpView = {
  ...SAMPLE_SET_UP,
  live: false,
  steps: SAMPLE_SET_UP.steps.map((step) => {
    if (step.step === 'articles')
      return { step: 'articles', state: 'open', code: 'never_synced', needed: true }
    if (step.step === 'scope') return { step: 'scope', state: 'open', code: 'nothing_allowed', needed: true }
    if (step.step === 'live')
      return { step: 'live', state: 'open', code: 'not_ready', needed: false, count: 2 }
    return step
  }),
}

/** A helpdesk that never answers, and somebody who writes down what is on the page meanwhile. */
const SILENT_HELPDESK = `
  window.ZAFClient = { init: () => ({ on() {}, off() {}, invoke: () => new Promise(() => {}), get: () => new Promise(() => {}), request: () => new Promise(() => {}), metadata: () => new Promise(() => {}), context: () => new Promise(() => {}) }) }
  window.meanwhile = []
  new MutationObserver(() => {
    const main = document.querySelector('main[aria-busy="true"]')
    if (main !== null) window.meanwhile.push(main.querySelector('[role="status"]').textContent)
  }).observe(document, { subtree: true, childList: true, characterData: true })`

describe('the console in a browser', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  after(() => browser?.close())
  afterEach(async () => {
    await browser.closePages()
    expect(browser.complaints).to.deep.equal([])
  })
  const line = (page: Page, name: string) =>
    page.getByRole('treeitem').filter({ has: page.locator('.c-tree-title').getByText(name, { exact: true }) })
  const tick = (page: Page, name: string) => line(page, name).locator('.c-tick').click()
  const preview = (page: Page) => page.getByRole('region', { name: 'Preview of unsaved rules' })

  describe('who may enter', () => {
    it('shows an agent without a role one honest page, and loads nothing of the console', async () => {
      const page = await browser.open({
        script: { me: { agentId: '9017', roles: ['agent'], helpCenterLocales: ['de'] } },
      })
      await page.getByRole('heading', { name: 'This console is for admins' }).waitFor()
      await page.getByText('Tell them your agent number: 9017').waitFor()
      await page.getByRole('table', { name: 'Your sessions' }).waitFor()
      expect(browser.companion.calls.map(({ path }) => path)).to.deep.equal(['/me', '/sessions'])
      await browser.shoot(page, 'closed-door')
    })

    it('lets compliance staff see everything and change nothing', async () => {
      const me = { agentId: '9002', roles: ['agent', 'compliance'] as const, helpCenterLocales: ['de'] }
      const page = await browser.open({ hash: '#/articles', script: { me } })
      await page.getByText('Only an admin can change it').waitFor()
      await eventually(async () =>
        expect(await page.getByRole('button', { name: /^(Allow|Deny|Remove)/ }).count()).to.equal(0),
      )
      await page.goto(`${browser.companion.address}/console#/scope`)
      await page.getByRole('heading', { name: 'Scope policy' }).waitFor()
      await eventually(async () => expect(await page.getByLabel('Days valid').isDisabled()).to.equal(true))
      await eventually(async () =>
        expect(await page.getByRole('button', { name: 'Save' }).count()).to.equal(0),
      )
      await page.goto(`${browser.companion.address}/console#/sync`)
      await page.getByText('Took 14.3 s').waitFor()
      await eventually(async () =>
        expect(await page.getByRole('button', { name: 'Sync again' }).count()).to.equal(0),
      )
      await page.goto(`${browser.companion.address}/console#/roles`)
      await eventually(async () =>
        expect(await page.getByLabel('Give Compliance to agent 9017').isDisabled()).to.equal(true),
      )
    })

    it('speaks German to a German browser', async () => {
      const page = await browser.open({ locale: 'de-DE', hash: '#/articles' })
      await page.getByRole('heading', { name: 'Artikel und Freigaben' }).waitFor()
      await eventually(
        async () =>
          await eventually(async () =>
            expect(await page.evaluate('document.documentElement.lang')).to.equal('de'),
          ),
      )
      await browser.shoot(page, 'articles-de')
    })
  })

  describe('overview', () => {
    it('shows what is allowed, the last sync with its problems, and an intact log', async () => {
      const page = await browser.open()
      await page.getByText('of 92 versions').waitFor()
      await page.getByText('2 problems').waitFor()
      await page.getByText('All 128 entries follow unchanged').waitFor()
      await eventually(async () =>
        expect(await page.getByRole('heading', { name: 'Next steps' }).count()).to.equal(0),
      )
      await browser.shoot(page, 'overview', true)
    })

    it('says who drafts and where, or that nothing leaves, and nothing where the companion does not say', async () => {
      const page = await browser.open({ hash: '#/overview' })
      await page.getByText('Nothing leaves this server.').waitFor()
      browser.companion.script.recipient = SAMPLE_RECIPIENT
      await page.reload()
      await page.getByText('mistral-small-2506').waitFor()
      await page.getByText('30 days for abuse monitoring').waitFor()
      await browser.shoot(page, 'overview-drafter', true)
      await page.getByRole('link', { name: 'Scope policy' }).click()
      await page.getByRole('heading', { name: 'Who drafts' }).waitFor()
      await page.getByText('api.mistral.ai').waitFor()
      browser.companion.script.recipient = undefined
      await page.reload()
      await page.getByLabel('Days valid').waitFor()
      await eventually(async () =>
        expect(await page.getByRole('heading', { name: 'Who drafts' }).count()).to.equal(0),
      )
    })

    it('opens with the set-up until the account is live, and going live waits for what is missing', async () => {
      const page = await browser.open({
        script: { ...emptyScript(), setUp: NEW_SET_UP },
      })
      await page.getByText('2 of 5 needed steps done').waitFor()
      await browser.shoot(page, 'overview-empty', true)
      await eventually(async () =>
        expect(await page.getByRole('button', { name: 'Go live' }).isDisabled()).to.equal(true),
      )
      await page.getByRole('link', { name: 'Choose articles' }).click()
      await page.getByRole('heading', { name: 'Articles' }).first().waitFor()
    })

    it('says what a broken log means and what to do', async () => {
      const page = await browser.open({
        script: {
          killSwitch: true,
          audit: {
            verdict: 'broken',
            entries: 128,
            rootHash: 'ab',
            problem: 'ENTRY_CHANGED (41)',
            checkedAt: '2026-11-20T09:41:00.000Z',
            wholeAt: '2026-11-20T03:00:00.000Z',
          },
        },
      })
      await page.getByText('An entry was changed after it was written.').waitFor()
      await page.getByText('No draft is made for any ticket').waitFor()
      await page.getByText('Keep a copy of the store before anyone touches it.').waitFor()
      await browser.shoot(page, 'overview-broken', true)
    })
  })

  describe('allowlist', () => {
    it('shows the effect of a rule before saving, and saves nothing until asked', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await tick(page, 'Warranty')
      await preview(page).getByText('You are about to allow 6 more article versions.').waitFor()
      await preview(page).getByText('47 of 92').waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      await browser.shoot(page, 'articles-preview')
      await preview(page).getByRole('button', { name: 'Show which' }).click()
      await page.getByRole('dialog').getByText('How to claim').waitFor()
      await browser.shoot(page, 'articles-which')
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('Allowlist version 7 is saved').waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal(['PUT /console/allowlist'])
      expect(browser.companion.script.allowlist.selection.allow.at(-1)).to.deep.equal({ sectionId: '230' })
      await preview(page).waitFor({ state: 'detached' })
    })

    it('has the brands above where there are several, and allows one with one tick', async () => {
      const page = await browser.open({ hash: '#/articles', script: { articles: brandedArticles() } })
      await line(page, 'Larch & Loft Pro').waitFor()
      await line(page, 'Delivery').waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await browser.shoot(page, 'articles-brands')
      await tick(page, 'Larch & Loft Pro')
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('Allowlist version 7 is saved').waitFor()
      expect(browser.companion.script.allowlist.selection.allow).to.deep.include({ brandId: '36002' })
      await page.getByText('Brand “Larch & Loft Pro” in all languages', { exact: false }).first().waitFor()
      const dark = await browser.open({
        hash: '#/articles',
        width: 420,
        scheme: 'dark',
        script: { articles: brandedArticles() },
      })
      await line(dark, 'Larch & Loft').waitFor()
      await browser.shoot(dark, 'articles-brands-narrow')
    })

    it('loses nobody’s rules when two people save', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await tick(page, 'Repairs')
      browser.companion.script.allowlist = {
        version: 7,
        selection: { allow: [{ categoryId: '100' }, { label: 'legal' }], deny: [] },
        changedAt: '2026-11-23T10:00:00.000Z',
      }
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('Someone saved version 7 while you were editing').waitFor()
      expect(browser.companion.script.allowlist.version).to.equal(7)
      await browser.shoot(page, 'articles-conflict')
      await page.getByRole('button', { name: 'Put my changes on version 7' }).click()
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('Allowlist version 8 is saved').waitFor()
      expect(browser.companion.script.allowlist.selection).to.deep.equal({
        allow: [{ categoryId: '100' }, { label: 'legal' }, { sectionId: '220' }],
        deny: [],
      })
    })

    it('adds a rule by label and language from the form, but none without a condition', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await page.getByRole('button', { name: 'Add rule' }).click()
      await page.getByText('A rule without any of them would name nothing.').waitFor()
      await eventually(async () => expect(await preview(page).count()).to.equal(0))
      await page.getByRole('radio', { name: 'Deny' }).check()
      await page.getByRole('combobox', { name: 'Label' }).selectOption('faq')
      await page.getByRole('form').getByLabel('Language').selectOption('de')
      await page.getByText('Reads: Label “faq” only in German').waitFor()
      await page.getByRole('button', { name: 'Add rule' }).click()
      await preview(page).getByText('article versions fewer').waitFor()
      await page.getByRole('button', { name: 'Remove rule: Label “faq” only in German' }).click()
      await preview(page).waitFor({ state: 'detached' })
    })

    it('is worked with the keyboard alone: move, open, tick, one language of one article', async () => {
      const page = await browser.open({ hash: '#/articles' })
      const checked = (name: string) => line(page, name).getAttribute('aria-checked')
      await line(page, 'Account and privacy').focus()
      await page.keyboard.press('ArrowRight')
      await eventually(async () => expect(await page.evaluate(FOCUSED_TITLE)).to.equal('Account'))
      await page.keyboard.press('Space')
      await eventually(async () => expect(await checked('Account')).to.equal('true'))
      await eventually(async () => expect(await checked('Account and privacy')).to.equal('mixed'))
      for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Space')
      await page.getByText('Article “Changing the e-mail address” only in English (US)').first().waitFor()
      await eventually(async () => expect(await checked('Account')).to.equal('mixed'))
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('ArrowLeft')
      await eventually(async () => expect(await page.getByRole('treeitem', { level: 4 }).count()).to.equal(0))
      await page.keyboard.press('Home')
      await eventually(async () => expect(await page.evaluate(FOCUSED_TITLE)).to.equal('Account and privacy'))
      await page.keyboard.press('ArrowLeft')
      await eventually(async () => expect(await line(page, 'Account').count()).to.equal(0))
      await browser.shoot(page, 'articles-keyboard')
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
    })

    it('says which rule keeps out what a tick cannot let in', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await line(page, 'Repairs').click()
      await tick(page, 'Repair prices')
      await page.getByText('A tick cannot allow this: the rule Label “prices” in all languages').waitFor()
      await page.getByLabel('Filter articles').fill('goodwill')
      await tick(page, 'Internal: goodwill credits')
      await page.getByText('This can never be quoted, whatever is ticked.').waitFor()
      await eventually(async () => expect(await preview(page).count()).to.equal(0))
    })

    it('ticks only what the filter shows', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await page.getByLabel('Filter articles').fill('warranty stoves')
      await page.getByText('A tick now means only the articles shown.').waitFor()
      await tick(page, 'Warranty')
      await preview(page).getByText('You are about to allow 1 more article version.').waitFor()
      await page.getByLabel('Filter articles').fill('')
      await page.locator('#article-locale').selectOption('de')
      await page.getByText('A tick now means only German.').waitFor()
      await tick(page, 'Privacy')
      await preview(page).getByText('You are about to allow 4 more article versions.').waitFor()
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('Allowlist version 7 is saved').waitFor()
      expect(browser.companion.script.allowlist.selection.allow.slice(3)).to.deep.equal([
        { articleId: 'zendesk:230002', locale: 'en-us' },
        { sectionId: '320', locale: 'de' },
      ])
    })

    it('asks before unsaved rules are lost, and keeps them when told to stay', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await tick(page, 'Repairs')
      await page.getByRole('link', { name: 'Roles' }).click()
      await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
      await page.getByRole('button', { name: 'Stay here' }).click()
      await preview(page).getByText('You are about to').waitFor()
      expect(page.url()).to.match(/#\/articles$/)
      await page.getByRole('link', { name: 'Roles' }).click()
      await page.getByRole('button', { name: 'Leave without saving' }).click()
      await page.getByRole('heading', { name: 'Roles' }).waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
    })

    it('filters by words, state and language', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await page.getByLabel('Filter articles').fill('intern')
      await page.getByText('4 of 92 article versions shown').waitFor()
      await page.getByText('2 languages allowed').first().waitFor()
      await browser.shoot(page, 'articles-barred')
      await page.getByLabel('Filter articles').fill('submarine')
      await page.getByText('No article matches this filter.').waitFor()
      await page.getByRole('button', { name: 'Clear filter' }).click()
      await page.getByLabel('State').selectOption('allowed')
      await page.getByText('41 of 92 article versions shown').waitFor()
    })

    it('draws only what is in sight of 5,000 article versions, and answers within a moment', async () => {
      const page = await browser.open({ hash: '#/articles', script: { articles: manyArticles(5_000) } })
      await page.getByText('5,000 of 5,000 article versions shown').waitFor()
      // Of the page's own thread: how long others kept it from its work is the machine's.
      const watch = await page.context().newCDPSession(page)
      await watch.send('Performance.enable', { timeDomain: 'threadTicks' })
      const workedMs = async () => {
        const { metrics } = await watch.send('Performance.getMetrics')
        return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
      }
      const before = await workedMs()
      for (const press of ['.c-articles-main .g-btn-link', '.c-tick']) {
        await page.evaluate(`document.querySelector('${press}').click()`)
        await painted(page)
      }
      const spent = (await workedMs()) - before
      await preview(page).getByText('You are about to allow').waitFor()
      await eventually(async () => expect(await page.getByRole('treeitem').count()).to.be.lessThan(60))
      await page.getByRole('treeitem').first().focus()
      await page.keyboard.press('End')
      await line(page, 'Article number 4959').waitFor()
      expect(spent).to.be.lessThan(1_000)
    })
  })

  describe('sync', () => {
    const running = { ...SAMPLE_SYNC, syncId: 'sync-8', status: 'running' as const, endedAt: null }

    it('starts, follows once a second, and tells the end', async () => {
      const steps = [running, { ...running, added: 12 }, { ...SAMPLE_SYNC, syncId: 'sync-8', added: 40 }]
      const page = await browser.open({ hash: '#/sync', script: { sync: null, syncSteps: steps } })
      await page.getByText('No sync yet').waitFor()
      await browser.shoot(page, 'sync-empty')
      await page.getByRole('button', { name: 'Start sync' }).click()
      await page.getByRole('button', { name: 'Sync is running…' }).waitFor()
      await browser.shoot(page, 'sync-running')
      await page.getByText('Sync finished.').waitFor()
      await page.getByText('2 articles were skipped or read in part').waitFor()
      await page.getByText('It has more than 1,000,000 characters.').waitFor()
      await browser.shoot(page, 'sync')
      expect(writesIn(browser.companion.calls)).to.deep.equal(['POST /console/syncs'])
    })

    it('says why in the language of the page, and what has no code as it was kept', async () => {
      const problems = [
        ...SAMPLE_SYNC.problems,
        { article: 'zendesk:1 (de)', reason: 'kept from earlier' },
        { article: 'help', reason: 'HELP_CENTER_UNREACHABLE: status 403', code: 'closed' as const },
      ]
      const page = await browser.open({
        hash: '#/sync',
        locale: 'de-DE',
        script: { sync: { ...SAMPLE_SYNC, problems } },
      })
      await page.getByText('4 Artikel wurden übersprungen').waitFor()
      const cells = page.locator('tbody tr td:last-child')
      expect(await cells.allTextContents()).to.deep.equal([
        'Er hat mehr als 1.000.000 Zeichen.',
        'Gäste können seinen Abschnitt nicht sehen.',
        'kept from earlier',
        'Für Gäste ohne Anmeldung geschlossen.',
      ])
      expect(await cells.locator('[lang=en]').allTextContents()).to.deep.equal(['kept from earlier'])
    })

    it('removes more than half only after an explanation and two presses', async () => {
      const held = { ...SAMPLE_SYNC, status: 'needs_confirmation' as const, removed: 0, wouldRemove: 61 }
      const page = await browser.open({ hash: '#/sync', script: { sync: held } })
      await page.getByText('That is more than half of what is synced.').waitFor()
      await browser.shoot(page, 'sync-held')
      await page.getByRole('button', { name: 'Remove 61 article versions' }).click()
      await settled(page)
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      const sure = page.getByRole('dialog').getByRole('button', { name: 'Remove 61 article versions' })
      const [words, ground] = await page.evaluate<readonly string[]>(
        "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.querySelector('dialog .g-btn-danger')))",
      )
      expect(words, 'words in the colour of their ground').not.to.equal(ground)
      await sure.click()
      await page.getByText('The missing articles are removed.').waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal(['POST /console/syncs/sync-7/confirmations'])
    })

    it('says that a sync runs already instead of starting a second one', async () => {
      const page = await browser.open({ hash: '#/sync' })
      browser.companion.script.faults.set('POST /console/syncs', { status: 409, code: 'SYNC_RUNNING' })
      await page.getByRole('button', { name: 'Sync again' }).click()
      await page.getByText('A sync is already running.').waitFor()
    })
  })

  describe('scope policy', () => {
    it('reads as what a new ticket would get, names what is wrong, and sends only what is right', async () => {
      const page = await browser.open({ hash: '#/scope' })
      await page.getByText('Vouch may draft replies and search allowed articles.').waitFor()
      await page.getByLabel('Days valid').fill('400')
      await page.getByLabel('What the requester wrote').uncheck()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Enter a number from 1 to 365.').waitFor()
      await page.getByText('Drafting needs “What the requester wrote”.').waitFor()
      await browser.shoot(page, 'scope-errors', true)
      await settled(page)
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      await page.getByLabel('What the requester wrote').check()
      await page.getByLabel('Days valid').fill('14')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Scope policy version 4 is saved').waitFor()
      expect(browser.companion.script.policy).to.deep.include({ version: 4, validDays: 14 })
    })

    it('takes patterns of order numbers, one a line, and says what is wrong with one', async () => {
      const page = await browser.open({ hash: '#/scope' })
      const field = page.getByLabel('Order numbers')
      await eventually(async () => expect(await field.inputValue()).to.equal('LL-######'))
      await field.fill('LL-######\n##')
      await page.getByText('Each pattern needs at least 3 # or @').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await settled(page)
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      await field.fill('LL-######\n@@##-####')
      await page.getByLabel('Sum up a conversation').check()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Scope policy version 4 is saved').waitFor()
      expect(browser.companion.script.policy).to.deep.include({
        orderPatterns: ['LL-######', '@@##-####'],
        actions: ['draft', 'summarise', 'search'],
      })
      await browser.shoot(page, 'scope-patterns', true)
    })

    it('keeps my input beside a version that somebody else saved', async () => {
      const page = await browser.open({ hash: '#/scope' })
      await page.getByLabel('Days valid').fill('7')
      browser.companion.script.policy = { ...browser.companion.script.policy, version: 9, validDays: 90 }
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Someone saved version 9 while you were editing').waitFor()
      await eventually(async () => expect(await page.getByLabel('Days valid').inputValue()).to.equal('7'))
      expect(browser.companion.script.policy.validDays).to.equal(90)
      await browser.shoot(page, 'scope-conflict', true)
      await page.getByRole('button', { name: 'Keep mine and save over version 9' }).click()
      await page.getByText('Scope policy version 10 is saved').waitFor()
      expect(browser.companion.script.policy.validDays).to.equal(7)
    })

    it('shows at its field what only the companion refused', async () => {
      const page = await browser.open({ hash: '#/scope' })
      browser.companion.script.faults.set('PUT /console/scope-policy', {
        status: 400,
        code: 'BAD_REQUEST',
        invalid: ['maxChars'],
      })
      await page.getByLabel('Characters per draft').fill('9000')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The companion did not accept this value.').waitFor()
      await page.getByText('Request req-41c7').waitFor()
      expect(browser.companion.script.policy.maxChars).to.equal(8_000)
    })
  })

  describe('templates', () => {
    it('previews the reply while typing, and saves one language', async () => {
      const page = await browser.open({ hash: '#/templates/de' })
      await page.getByLabel('Greeting with a name').fill('Hallo {Name}!')
      await page.getByText('“{Name}” is not a known placeholder.').waitFor()
      await browser.shoot(page, 'templates-errors')
      await page.getByLabel('Greeting with a name').fill('Hallo {name}!')
      await page.getByText('Hallo Jordan Lee!').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Templates for German are saved.').waitFor()
      expect(browser.companion.script.templates.de?.greetingNamed).to.equal('Hallo {name}!')
      expect(browser.companion.script.templates['en-us']?.greetingNamed).to.equal('Hello {name},')
    })

    it('keeps a line about AI and a voice for the model, in one language', async () => {
      const page = await browser.open({ hash: '#/templates/en-us' })
      await page.getByLabel('Line about AI').fill('Written with AI, checked by us.')
      await page.getByLabel('Voice').fill('plain and warm')
      await page.getByLabel('Worded by a model').check()
      await page.locator('.c-sample-reply').getByText('Written with AI, checked by us.').waitFor()
      await eventually(async () =>
        expect(await page.locator('.c-sample-reply').getByText('plain and warm').count()).to.equal(0),
      )
      await browser.shoot(page, 'templates-ai')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('are saved.').waitFor()
      expect(browser.companion.script.templates['en-us']).to.deep.include({
        aiLine: 'Written with AI, checked by us.',
        voice: 'plain and warm',
      })
      expect(browser.companion.script.templates.de).to.not.have.any.keys('aiLine', 'voice')
    })

    it('asks before another language throws away what was typed', async () => {
      const page = await browser.open({ hash: '#/templates/en-us' })
      await page.getByLabel('Closing').fill('Best wishes')
      await page.getByRole('link', { name: 'German' }).click()
      await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
      await page.keyboard.press('Escape')
      await eventually(async () =>
        expect(await page.getByLabel('Closing').inputValue()).to.equal('Best wishes'),
      )
    })
  })

  describe('audit log', () => {
    it('shows the newest entries, loads older ones down to the start, and checks on demand', async () => {
      const page = await browser.open({ hash: '#/audit', height: 1_240 })
      await page.getByText('50 entries shown').waitFor()
      await browser.shoot(page, 'audit')
      await page.getByRole('button', { name: 'Load older entries' }).click()
      await page.getByText('100 entries shown').waitFor()
      await page.getByRole('button', { name: 'Load older entries' }).click()
      await page.getByText('128 entries shown · This is the start of the log.').waitFor()
      await page.getByText(/^Checked up to entry 127, .* Every entry was last read /).waitFor()
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Save the proof of entry 127' }).click()
      expect((await saved).suggestedFilename()).to.equal('entry-127.tlog-proof')
      browser.companion.script.audit = {
        verdict: 'broken',
        entries: 128,
        rootHash: 'ab'.repeat(32),
        problem: 'ENTRY_MISSING (17)',
        checkedAt: '2026-11-20T09:41:00.000Z',
        wholeAt: '2026-11-20T03:00:00.000Z',
      }
      await page.getByRole('button', { name: 'Check now' }).click()
      await page.getByText('An entry is missing.').waitFor()
      await browser.shoot(page, 'audit-broken')
    })

    it('filters by act and days, says which copies are late, and hands out the bundle', async () => {
      const page = await browser.open({
        hash: '#/audit',
        ...{ scheme: 'dark', locale: 'de-DE' },
        script: { me: { agentId: '9002', roles: ['agent', 'compliance'], helpCenterLocales: ['en-us'] } },
      })
      await page.getByText('Nicht kopiert seit').waitFor()
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Bündel exportieren' }).click()
      expect((await download).suggestedFilename()).to.match(/^vouch-audit-\d{4}-\d{2}-\d{2}\.zip$/)
      await browser.shoot(page, 'audit-de-dark')
      const filtered = page.waitForRequest(/audit\/entries\?type=gate_decided&from=2026-11-01$/)
      await page.getByLabel('Handlung').first().selectOption('gate_decided')
      await page.getByLabel('Von', { exact: true }).last().fill('2026-11-01')
      await filtered
    })

    const BROKEN: Readonly<Record<string, readonly [string, string, ConsoleScript['cut']]>> = {
      'a bundle whose connection is gone': ['#/audit', 'Export bundle', 'connection'],
      'a bundle that ends early as if it were whole': ['#/audit', 'Export bundle', 'answer'],
      'a proof whose connection is gone': ['#/audit', 'Save the proof of entry 127', 'connection'],
      'a table whose connection is gone': ['#/recalls', 'Export as CSV', 'connection'],
    }
    for (const [name, [hash, button, cut]] of Object.entries(BROKEN))
      it(`saves no half of ${name}, says so, and saves the whole of it then`, async () => {
        const me = { agentId: '9002', roles: ['agent', 'compliance'] as const, helpCenterLocales: ['en-us'] }
        const page = await browser.open({ hash, script: { me, cut } })
        const saved: string[] = []
        page.on('download', (download) => saved.push(download.suggestedFilename()))
        await page.getByRole('button', { name: button }).first().click()
        await page.getByText('The download broke off before its end.').waitFor()
        expect(saved).to.deep.equal([])
        browser.companion.script.cut = null
        const whole = page.waitForEvent('download')
        await page.getByRole('button', { name: button }).first().click()
        await whole
        await page.getByText('The download broke off').waitFor({ state: 'detached' })
      })

    it('copies a whole hash, also where the helpdesk withholds the clipboard', async () => {
      const page = await browser.open({ hash: '#/audit' })
      await page.evaluate(`Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.addEventListener('copy', () => { window.copied = String(document.activeElement.value) })`)
      const button = page.getByRole('button', { name: 'Copy hash of entry 127' })
      await button.click()
      await page.getByText('Copied', { exact: true }).waitFor()
      await eventually(
        async () =>
          await eventually(async () =>
            expect(await page.evaluate('window.copied')).to.equal(browser.companion.script.entries[0]?.hash),
          ),
      )
      await eventually(
        async () =>
          await eventually(async () =>
            expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).to.equal(
              'Copy hash of entry 127',
            ),
          ),
      )
    })

    it('shows an entry that can no longer be read instead of hiding it', async () => {
      const page = await browser.open({
        hash: '#/audit',
        script: {
          entries: [
            {
              index: 3,
              at: '',
              type: 'unreadable',
              actor: '',
              object: '',
              decision: '',
              hash: 'cd'.repeat(32),
            },
          ],
        },
      })
      await page.getByText('Unreadable: changed outside of Vouch').waitFor()
    })
  })

  describe('sessions', () => {
    it('are listed to whose they are, and ended one by one, all others, or all of somebody else', async () => {
      const page = await browser.open({ hash: '#/sessions', width: 600 })
      await page.getByRole('row', { name: /This page/ }).waitFor()
      await browser.shoot(page, 'sessions')
      expect(await browser.violations(page)).to.deep.equal([])
      expect(await browser.overflow(page)).to.equal(0)
      await page
        .getByRole('button', { name: /End the session opened on/ })
        .first()
        .click()
      await page.getByText('The session has ended.').first().waitFor()
      await page.getByRole('button', { name: 'End all others' }).click()
      await page.getByText('No other page of yours is open.').waitFor()
      await page.getByRole('button', { name: 'End all sessions' }).click()
      await page.getByText('Enter the number of the agent: digits only.').waitFor()
      await page.getByLabel('Agent number').fill('9017')
      await page.getByRole('button', { name: 'End all sessions' }).click()
      await page.getByText('2 sessions have ended.').first().waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal([
        'POST /sessions/session-2/endings',
        'POST /session/other-endings',
        'POST /console/agents/9017/session-endings',
      ])
    })

    it('leave nothing on the page once signed out, and nothing to go back to', async () => {
      const page = await browser.open({ hash: '#/roles', clock: true })
      await page.getByText('9017').first().waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
      expect(await page.locator('#app').innerText()).to.not.contain('9017')
      expect(await page.locator('nav, table').count()).to.equal(0)
      expect(new URL(page.url()).hash).to.equal('')
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
      await page.clock.runFor('05:00')
      expect(asked).to.deep.equal([])
      await browser.shoot(page, 'signed-out')
    })

    it('that were ended elsewhere clear the page when it is looked at again, without a press', async () => {
      const page = await browser.open({ hash: '#/roles' })
      await page.getByText('9017').first().waitFor()
      browser.companion.script.faults.set('GET /me', { status: 401, code: 'SESSION_EXPIRED' })
      await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
      await page.getByRole('heading', { name: 'The session has ended.' }).waitFor()
      expect(await page.locator('#app').innerText()).to.not.contain('9017')
      expect(await page.locator('nav, table').count()).to.equal(0)
    })

    it('that ran out while no server could be asked let go of everything but what was typed, to be copied', async () => {
      const page = await browser.open({ hash: '#/templates', clock: true })
      const field = page.locator('main textarea').first()
      await field.fill('Good day from the coast,')
      await page.context().setOffline(true)
      await page.clock.fastForward('20:00')
      await page.getByRole('heading', { name: 'The session has ended.' }).waitFor()
      expect(await page.locator('#app').innerText()).to.not.contain('coast')
      expect(await page.locator('nav, textarea').count()).to.equal(0)
      await browser.shoot(page, 'lapsed')
      await page.evaluate(
        `navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve() }`,
      )
      await page.getByRole('button', { name: 'Copy what I typed' }).click()
      await page.getByText('Copied', { exact: true }).waitFor()
      expect(await page.evaluate<string>('window.copied')).to.match(/^.+\nGood day from the coast,$/)
    })

    it('that somebody ended hold nothing that was typed', async () => {
      const page = await browser.open({ hash: '#/templates' })
      await page.locator('main textarea').first().fill('Good day from the coast,')
      browser.companion.script.faults.set('GET /me', { status: 401, code: 'SESSION_EXPIRED' })
      await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`)
      await page.getByRole('heading', { name: 'The session has ended.' }).waitFor()
      expect(await page.getByRole('button').count()).to.equal(0)
    })

    it('can be ended, and looked at again, where nobody knows whose they are', async () => {
      const page = await browser.open({ hash: '#/roles' })
      browser.companion.script.faults.set('GET /me', { status: 503, code: 'STORE_UNAVAILABLE' })
      await page.reload()
      await page.getByRole('button', { name: 'Try again' }).waitFor()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await browser.shoot(page, 'nobody-known')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    })

    it('say that signing out did not reach the server, and stay', async () => {
      const page = await browser.open({ hash: '#/roles', clock: true })
      await page.getByText('9017').first().waitFor()
      browser.companion.script.faults.set('POST /session/sign-outs', {
        status: 503,
        code: 'STORE_UNAVAILABLE',
        wait: 20,
      })
      await stand(page)
      await page.getByRole('button', { name: 'Sign out' }).click()
      const box = page.locator('.c-sign-out [role="alert"]')
      await box.getByText('Nobody has confirmed that the session has ended').waitFor()
      expect(await page.getByText('9017').count()).to.be.greaterThan(0)
      await browser.shoot(page, 'sign-out-waits')
      const signOuts = () =>
        browser.companion.calls.filter(({ path }) => path === '/session/sign-outs').length
      await box.getByRole('button', { name: 'Try again' }).click({ force: true })
      await page.clock.runFor(15_100)
      await box.getByText('in 5 seconds').first().waitFor()
      expect(signOuts(), 'nothing was sent meanwhile').to.equal(1)
      await page.clock.runFor('00:05')
      await box.getByRole('button', { name: 'Try again' }).click()
      await eventually(async () => expect(await page.getByText('9017').count()).to.equal(0))
      expect(signOuts()).to.equal(2)
    })
  })

  describe('tokens of the API', () => {
    it('makes one of what the person may give, shows the secret once, and ends one after a question', async () => {
      const page = await browser.open({ hash: '#/tokens', width: 600, scheme: 'dark' })
      await page.getByText('Expires soon').waitFor()
      await page.getByRole('button', { name: 'Make a token' }).click()
      const form = page.getByRole('dialog', { name: 'Make a token' })
      await eventually(async () => expect(await form.getByLabel('Ask for an erasure').count()).to.equal(0))
      await form.getByRole('button', { name: 'Make a token' }).click()
      await form.getByText('Tick at least one thing.').waitFor()
      await settled(page)
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      await form.getByLabel('Name').fill('Quarterly evidence')
      await form.getByLabel('Read evidence').check()
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await browser.shoot(page, 'tokens-make')
      const planned = { status: 400, code: 'BAD_REQUEST', invalid: ['addresses: invalid_format'] } as const
      browser.companion.script.faults.set('POST /console/tokens', planned)
      await form.getByLabel('Addresses it may be used from').fill('192.0.2.999')
      await form.getByRole('button', { name: 'Make a token' }).click()
      await form.getByText('Enter only IP addresses or ranges').waitFor()
      await form.getByLabel('Addresses it may be used from').fill('192.0.2.7')
      await form.getByRole('button', { name: 'Make a token' }).click()
      await page.getByText(MADE_SECRET).waitFor()
      expect(browser.companion.calls.findLast(({ method }) => method === 'POST')?.body).to.deep.equal({
        ...{ name: 'Quarterly evidence', scopes: ['evidence:read'], days: 90, addresses: ['192.0.2.7'] },
      })
      await eventually(async () => expect(await browser.violations(page)).to.deep.equal([]))
      await browser.shoot(page, 'tokens-secret')
      await page.getByRole('button', { name: 'I have stored it' }).click()
      await page.getByRole('heading', { name: 'Quarterly evidence' }).waitFor()
      await eventually(async () => expect(await page.content()).to.not.contain(MADE_SECRET))
      browser.companion.calls.length = 0
      await page.getByRole('button', { name: 'Revoke Sync after publishing' }).click()
      await browser.shoot(page, 'tokens-revoke')
      await settled(page)
      expect(writesIn(browser.companion.calls)).to.deep.equal([])
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
      await page.getByText('“Sync after publishing” is revoked.').waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal(['POST /console/tokens/token-2/revocations'])
      browser.companion.script.tokens = { tokens: [], grantable: [], mostDays: 365 }
      await page.reload()
      await page.getByText('No token yet').waitFor()
      await eventually(async () =>
        expect(await page.getByRole('button', { name: 'Make a token' }).count()).to.equal(0),
      )
    })
  })

  describe('roles', () => {
    it('gives and takes roles, but not the admin’s own', async () => {
      const page = await browser.open({ hash: '#/roles' })
      await page.getByLabel('Give Compliance to agent 9017').click()
      await page.getByText('Roles of agent 9017 are saved.').waitFor()
      await eventually(async () =>
        expect(await page.getByLabel('Give Admin to agent 9001').isDisabled()).to.equal(true),
      )
      await page.getByLabel('Agent number').fill('abc')
      await page.getByRole('button', { name: 'Give role' }).click()
      await page.getByText('Enter the number of the agent: digits only.').waitFor()
      await browser.shoot(page, 'roles')
      await page.getByLabel('Agent number').fill('9044')
      await page.getByRole('button', { name: 'Give role' }).click()
      await page.getByText('Roles of agent 9044 are saved.').waitFor()
      expect(writesIn(browser.companion.calls)).to.deep.equal([
        'PUT /console/roles/9017',
        'PUT /console/roles/9044',
      ])
    })

    it('leaves the box as the companion has it when the companion says no', async () => {
      const page = await browser.open({ hash: '#/roles' })
      browser.companion.script.faults.set('PUT /console/roles/9017', { status: 403, code: 'NOT_PERMITTED' })
      await page.getByLabel('Give Admin to agent 9017').click()
      await page.getByText('Your role does not permit this.').waitFor()
      await eventually(async () =>
        expect(await page.getByLabel('Give Admin to agent 9017').isChecked()).to.equal(false),
      )
    })
  })

  describe('for everyone', () => {
    const looks = [
      { name: '1280 px, light', width: 1280, scheme: 'light' },
      { name: '1280 px, dark', width: 1280, scheme: 'dark' },
      { name: '600 px, light', width: 600, scheme: 'light' },
    ] as const
    for (const { name, width, scheme } of looks) {
      it(`has no accessibility violation and no sideways scrolling on any screen at ${name}`, async () => {
        const found: string[] = []
        for (const screen of [
          'overview',
          'articles',
          'sync',
          'scope',
          'templates',
          'audit',
          'roles',
          'tokens',
        ]) {
          const page = await browser.open({ hash: `#/${screen}`, width, scheme })
          await page.locator('#content:not(:has([aria-busy=true])) h1').waitFor()
          if (screen === 'articles') await tick(page, 'Repairs')
          found.push(...(await browser.violations(page)).map((violation) => `${screen}: ${violation}`))
          if ((await browser.overflow(page)) > 0) found.push(`${screen}: scrolls sideways`)
          await browser.shoot(page, `${screen}-${width}-${scheme}`, width === 600 && screen !== 'articles')
          await browser.closePages()
        }
        expect(found).to.deep.equal([])
      })
    }

    it('would notice an accessibility violation', async () => {
      const page = await browser.open()
      await page.evaluate(`document.querySelector('main').append(document.createElement('input'))`)
      expect((await browser.violations(page)).join()).to.contain('label')
    })

    it('mirrors for languages that run right to left', async () => {
      const page = await browser.open({ hash: '#/articles' })
      await page.evaluate(`document.documentElement.dir = 'rtl'`)
      const [nav, main] = [
        await page.locator('.c-nav').boundingBox(),
        await page.locator('.c-main').boundingBox(),
      ]
      expect(nav?.x ?? 0).to.be.greaterThan(main?.x ?? Number.POSITIVE_INFINITY)
      await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
      await browser.shoot(page, 'articles-rtl')
    })

    it('leaves the keyboard on a choice of the reports while another period comes', async () => {
      const page = await browser.open({ hash: '#/reports' })
      const period = page.getByLabel('Period')
      const isFocused = () => period.evaluate((select) => select.ownerDocument.activeElement === select)
      let release: () => void = () => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route(
        ({ pathname }) => pathname.endsWith('/console/reports'),
        async (route) => {
          await held
          await route.continue()
        },
      )
      await period.focus()
      await period.selectOption('week')
      await page.locator('main [aria-busy=true]').first().waitFor()
      expect(await isFocused()).to.equal(true)
      release()
      await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' })
      expect(await isFocused()).to.equal(true)
    })

    it('takes the last change of prices and budget back by one press', async () => {
      const page = await browser.open({ hash: '#/reports' })
      const { version, before } = browser.companion.script.spending
      await page.getByRole('button', { name: 'Undo the last change' }).click()
      await page.getByText('Prices and budget are saved.').waitFor()
      const put = browser.companion.calls.find(({ method }) => method === 'PUT')
      expect(put?.body).to.deep.equal({ version, ...before })
    })

    it('puts the way to the screens away where there is no room for a column, and gives it by a press', async () => {
      const page = await browser.open({ hash: '#/reports', width: 600 })
      const menu = page.getByRole('button', { name: 'Menu' })
      const roles = page.getByRole('navigation').getByRole('link', { name: 'Roles' })
      expect([await menu.getAttribute('aria-expanded'), await roles.isVisible()]).to.deep.equal([
        'false',
        false,
      ])
      await menu.press('Enter')
      await roles.waitFor()
      expect(await menu.getAttribute('aria-expanded')).to.equal('true')
      expect(await browser.violations(page)).to.deep.equal([])
      expect(await browser.overflow(page)).to.equal(0)
      await roles.focus()
      await page.keyboard.press('Escape')
      await roles.waitFor({ state: 'hidden' })
      await eventually(async () =>
        expect(await menu.evaluate((button) => button.ownerDocument.activeElement === button)).to.equal(true),
      )
      await menu.click()
      await roles.click()
      await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor()
      await roles.waitFor({ state: 'hidden' })
      await browser.shoot(page, 'menu-600')
    })

    it('is no white page while it waits for a helpdesk that is silent', async () => {
      const page = await browser.open({ before: SILENT_HELPDESK })
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
      expect(await page.evaluate('window.meanwhile')).to.include('Loading…')
    })

    it('says of what takes longer than a second that it is under way, until it has ended', async () => {
      const page = await browser.open({ hash: '#/roles' })
      let release: () => void = () => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route('**/console/roles/**', async (route) => {
        await held
        await route.continue()
      })
      await page.getByLabel('Give Compliance to agent 9017').click()
      const said = page.getByRole('status').getByText('Working on it…')
      await said.waitFor()
      await browser.shoot(page, 'working')
      expect(await browser.violations(page)).to.deep.equal([])
      release()
      await said.waitFor({ state: 'detached' })
    })

    it('keeps the screen that is open in sight in a low window', async () => {
      const page = await browser.open({ hash: '#/tokens', height: 500 })
      const current = page.locator('.c-nav [aria-current="page"]')
      await eventually(async () => {
        const box = await current.boundingBox()
        expect((box?.y ?? -1) >= 0 && (box?.y ?? 500) + (box?.height ?? 0) <= 500).to.equal(true)
      })
    })

    it('fits 900 and 1600 px', async () => {
      for (const width of [900, 1600]) {
        const page = await browser.open({ hash: '#/articles', width })
        await page.getByText('92 of 92').waitFor()
        await eventually(async () => expect(await browser.overflow(page)).to.equal(0))
        await browser.shoot(page, `articles-${width}`)
        await browser.closePages()
      }
    })

    it('moves the focus to the heading of the screen that was opened', async () => {
      const page = await browser.open()
      await page.getByRole('link', { name: 'Audit log', exact: true }).click()
      await page.locator('h1:focus', { hasText: 'Audit log' }).waitFor()
      await page.waitForFunction(`document.title === 'Audit log – Vouch console'`)
    })

    it('says its keys on “?”, goes by them, and leaves letters that somebody types alone', async () => {
      const page = await browser.open({ hash: '#/gaps' })
      const map = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).focus()
      await page.keyboard.press('?')
      await map.getByText('Open “Audit log”').waitFor()
      expect(await browser.violations(page)).to.deep.equal([])
      await browser.shoot(page, 'keys')
      // Behind the dialog nothing moves.
      await page.keyboard.press('/')
      await page.keyboard.press('Escape')
      await map.waitFor({ state: 'detached' })
      await page.locator('button:focus', { hasText: 'Keyboard shortcuts' }).waitFor()
      await page.keyboard.press('/')
      await page.locator('input:focus').waitFor()
      await page.keyboard.type('g?')
      await painted(page)
      expect(await page.getByLabel('Filter topics').inputValue()).to.equal('g?')
      expect(await map.count()).to.equal(0)
      await page.locator('h1').focus()
      await page.keyboard.type('gl')
      await page.locator('h1:focus', { hasText: 'Audit log' }).waitFor()
    })

    it('has no keys of one character once they are switched off', async () => {
      const page = await browser.open({ hash: '#/gaps' })
      const map = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
      await map.getByRole('checkbox').uncheck()
      await map.getByRole('button', { name: 'Close' }).click()
      await page.locator('h1').focus()
      await page.keyboard.type('?/gl')
      await painted(page)
      expect(await map.count()).to.equal(0)
      expect(await page.evaluate('document.activeElement.tagName + location.hash')).to.equal('H1#/gaps')
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
      await map.getByRole('checkbox').check()
      await page.keyboard.press('Escape')
      await page.keyboard.type('gl')
      await page.locator('h1:focus', { hasText: 'Audit log' }).waitFor()
    })
  })
})
