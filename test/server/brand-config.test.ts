import { expect } from 'chai'
import { readBrands } from '../../server/brand-config.ts'
import { readConfig } from '../../server/config.ts'
import { Fault } from '../../src/domain/fault.ts'
import { HOST_PUBLIC_PEM } from '../support/host-tokens.ts'

const LOCALES = ['en-us', 'de']
const TWO = '36001 Acme https://acme.zendesk.com, 36002 Acme Pro https://help.acme-pro.example DE'

function read(given: string | undefined, production = true) {
  const problems: string[] = []
  const brands = readBrands(given, { production, locales: LOCALES }, problems)
  return { brands, problems }
}

const WRONG: Readonly<Record<string, readonly [string, string]>> = {
  'an address alone': ['https://acme.zendesk.com', 'must be brands'],
  'a brand without a name': ['36001 https://acme.zendesk.com', 'must be brands'],
  'a brand without a number': ['Acme https://acme.zendesk.com', 'must be brands'],
  'a path': ['36001 Acme https://acme.zendesk.com/hc', 'must be brands'],
  'an empty one': [`${TWO},`, 'must be brands'],
  'a brand twice': ['1 A https://a.example, 1 B https://b.example', 'twice'],
  'an address twice': ['1 A https://a.example, 2 B https://a.example', 'twice'],
  'no https': ['1 A http://a.example', 'https'],
  'a locale that the account has not': ['1 A https://a.example fr', 'VOUCH_HELP_CENTER_LOCALES'],
}

describe('the help centers of brands in the configuration', () => {
  it('are number, name and address, and the locales where they are not all', () => {
    expect(read(TWO)).to.deep.equal({
      problems: [],
      brands: [
        { brandId: '36001', brandName: 'Acme', origin: 'https://acme.zendesk.com', locales: LOCALES },
        { brandId: '36002', brandName: 'Acme Pro', origin: 'https://help.acme-pro.example', locales: ['de'] },
      ],
    })
    expect(read(undefined)).to.deep.equal({ problems: [], brands: [] })
    expect(read('1 A http://127.0.0.1:81', false).problems).to.deep.equal([])
  })

  for (const [name, [given, said]] of Object.entries(WRONG))
    it(`are refused as a whole with ${name}`, () => {
      const { brands, problems } = read(given)
      expect([brands.length, problems.length]).to.deep.equal([0, 1])
      expect(problems[0])
        .to.match(/^VOUCH_BRAND_HELP_CENTERS: /)
        .and.include(said)
    })

  const env = (more: Record<string, string>) => ({
    VOUCH_PUBLIC_URL: 'https://vouch.acme.example',
    VOUCH_ACCOUNT_ORIGIN: 'https://acme.zendesk.com',
    VOUCH_INSTALLATION_ID: '99',
    VOUCH_APP_PUBLIC_KEY: HOST_PUBLIC_PEM,
    VOUCH_FIRST_ADMIN: '1',
    VOUCH_CONTROLLER_NAME: 'Acme GmbH',
    VOUCH_CONTROLLER_CONTACT: 'privacy@acme.example',
    ...more,
  })

  it('stand in the configuration, in the place of a single help center and not beside one', () => {
    const brands = { VOUCH_HELP_CENTER_LOCALES: LOCALES.join(), VOUCH_BRAND_HELP_CENTERS: TWO }
    expect(readConfig(env(brands)).helpCenter.brands.map(({ brandName }) => brandName)).to.deep.equal([
      'Acme',
      'Acme Pro',
    ])
    const both = () => readConfig(env({ ...brands, VOUCH_HELP_CENTER_URL: 'https://help.acme.example' }))
    expect(both).to.throw(Fault, 'takes the place of VOUCH_HELP_CENTER_URL')
  })
})
