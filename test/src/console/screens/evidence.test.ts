import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { CRITERIA, CRITERION_IDS } from '../../../../server/evidence/criteria.ts'
import { type ConsoleBrowser, openConsoleBrowser } from '../../../support/console-browser.ts'
import { eventually } from '../../../support/eventually.ts'
import { SAMPLE_DELIVERY } from '../../../support/fake-evidence.ts'

const COMPLIANCE = { me: { agentId: '9002', roles: ['compliance' as const], helpCenterLocales: ['en-us'] } }

async function savedBy(page: Page, button: string): Promise<{ name: string; text: string }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: button, exact: true }).click()
  const download = await waiting
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

describe('the screen of evidence', function () {
  this.timeout(240_000)
  let browser: ConsoleBrowser
  before(async () => {
    browser = await openConsoleBrowser()
  })
  afterEach(() => browser.closePages())
  after(() => browser.close())

  const clean = async (page: Page, name: string) => {
    await browser.shoot(page, `evidence-${name}`, true)
    await eventually(async () => expect(await browser.violations(page), name).to.deep.equal([]))
    await eventually(async () => expect(await browser.overflow(page), name).to.equal(0))
    expect(browser.complaints, name).to.deep.equal([])
  }

  it('shows an auditor the controls, the accesses, the changes, the events and a document', async () => {
    const page = await browser.open({ hash: '#/evidence', script: COMPLIANCE })
    const rows = page.getByRole('table').getByRole('row')
    await rows.nth(1).waitFor()
    await eventually(async () => expect(await rows.count()).to.equal(CRITERION_IDS.length + 1))
    const physical = page.getByRole('row').filter({ hasText: 'CC6.4' })
    await eventually(async () => expect(await physical.innerText()).to.match(/Not by software[\s\S]*–/))
    await eventually(async () => expect(await physical.getByRole('button').count()).to.equal(0))
    await clean(page, 'controls-en-light')

    const saved = await savedBy(page, 'List of CC6.2 as CSV')
    expect(saved.name).to.match(/^population-CC6\.2-.*\.csv$/)
    const lists = browser.companion.calls.filter(({ path }) => path.includes('/population?'))
    expect(lists).to.have.length(1)
    expect(lists[0]?.path).to.match(/population\?from=.*&criterion=CC6\.2&format=csv$/)
    await page.getByRole('button', { name: /that no software can show/ }).click()
    await eventually(async () =>
      expect(await rows.count()).to.equal(CRITERION_IDS.filter((id) => CRITERIA[id] === 'none').length + 1),
    )

    await page.getByRole('link', { name: 'Access reviews' }).click()
    await page.getByText('1 access is still to be reviewed').waitFor()
    await clean(page, 'access-en-light')
    await page.getByRole('button', { name: 'Keep the access of 9002' }).click()
    await page.getByText('Every access was reviewed between').waitFor()
    await eventually(async () => expect(await page.getByText('Kept by themselves on').count()).to.equal(1))
    expect(browser.companion.calls.filter(({ method }) => method !== 'GET')).to.deep.equal([
      {
        method: 'POST',
        path: '/console/evidence/access/9002/reviews',
        body: { decision: 'kept', roles: ['agent', 'compliance'] },
      },
    ])
    expect((await savedBy(page, 'Who is who')).name).to.equal('agent-keys.csv')

    await page.getByRole('link', { name: 'Change log' }).click()
    await page.getByText('approved by').waitFor()
    await clean(page, 'changes-en-light')
    await page.getByLabel('What changed').selectOption('provider')
    await page.getByText('1 of 1 changes').waitFor()
    await eventually(async () => expect(await page.getByRole('article').count()).to.equal(1))

    await page.getByRole('link', { name: 'Events' }).click()
    await page.getByText('not taken at present').waitFor()
    await clean(page, 'events-en-light')

    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByRole('combobox').first().selectOption('dpia')
    await page.getByRole('button', { name: 'Make the document' }).click()
    await page.getByText(/facts are missing/).waitFor()
    await clean(page, 'document-en-light')
    const html = await savedBy(page, 'HTML to print')
    expect(html.name).to.equal('dpia-en-2026-11-20.html')
    expect(html.text).to.contain('Larch &amp; Loft GmbH')
  })

  it('reads the same in German and in the dark, and says what stands still', async () => {
    const page = await browser.open({
      hash: '#/evidence',
      scheme: 'dark',
      locale: 'de-DE',
      script: {
        ...COMPLIANCE,
        delivery: { ...SAMPLE_DELIVERY, stopped: true, failures: 0, lastError: null },
      },
    })
    await page.getByText('Physischer Zugang zu Einrichtungen').waitFor()
    await clean(page, 'controls-de-dark')
    await page.getByRole('link', { name: 'Zugänge prüfen' }).click()
    await page.getByText('90 Tage nicht benutzt').waitFor()
    await clean(page, 'access-de-dark')
    await page.getByRole('link', { name: 'Ereignisse' }).click()
    await page.getByText('vom Notschalter angehalten').waitFor()
    await clean(page, 'events-de-dark')
    await page.getByRole('link', { name: 'Dokumente' }).click()
    await page.getByRole('button', { name: 'Dokument erstellen' }).click()
    await page.getByText('Verzeichnis von Verarbeitungstätigkeiten').waitFor()
    await clean(page, 'document-de-dark')
  })

  it('shows an admin the accesses alone, to be decided on by others', async () => {
    const page = await browser.open({ hash: '#/evidence/controls', width: 420 })
    await page.getByText('Reviews are made by compliance.').waitFor()
    await eventually(async () =>
      expect(await page.getByRole('navigation', { name: 'Evidence' }).getByRole('link').count()).to.equal(1),
    )
    await eventually(async () =>
      expect(await page.getByRole('button', { name: /Keep the access|Who is who/ }).count()).to.equal(0),
    )
    await eventually(async () =>
      expect(await page.getByRole('link', { name: 'Take the roles away' }).count()).to.equal(1),
    )
    await clean(page, 'access-admin-narrow')
    expect(browser.companion.calls.filter(({ path }) => path.includes('/evidence/'))).to.have.length(1)
  })
})
