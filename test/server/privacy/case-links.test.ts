import { expect } from 'chai'
import { confirmByLink, issueIdentityLink, openIdentityLink } from '../../../server/privacy/index.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { COMPLIANCE, type RequestGround, requestGround } from '../../support/request-ground.ts'

describe('the link to the address on file', () => {
  let ground: RequestGround
  beforeEach(async () => {
    ground = await requestGround()
  })
  afterEach(() => ground.store.close())
  const issue = async (caseId: string) => {
    const { version } = await ground.read(caseId)
    return ground.store.transact((tx) => issueIdentityLink(ground.privacy, tx, COMPLIANCE, caseId, version))
  }
  const open = (token: string) => ground.store.transact((tx) => openIdentityLink(ground.privacy, tx, token))
  const confirm = (token: string) => ground.store.transact((tx) => confirmByLink(ground.privacy, tx, token))

  it('confirms who asks, once, and lets the clock go on', async () => {
    const { caseId } = await ground.open()
    await ground.move(caseId, 'ask_identity', 'new address')
    const { token } = await issue(caseId)
    ground.world.pass(5 * DAY)
    expect((await open(token)).standing).to.equal('waits')
    await Promise.all([confirm(token), confirm(token), confirm(token)])
    const request = await ground.read(caseId)
    expect(request).to.deep.include({ status: 'verified', identityWay: 'address_on_file', pausedSince: null })
    expect(ground.entries().filter(({ decision }) => decision === 'confirm_identity')).to.have.length(1)
    expect(ground.entries().at(-1)?.actor).to.deep.equal({ kind: 'requester', ref: 'link' })
    expect((await open(token)).standing).to.equal('done')
  })

  it('says for good that it has confirmed, and confirms nothing of another case', async () => {
    const [mine, other] = [await ground.open(), await ground.open({ kind: 'erasure' })]
    const { token } = await issue(mine.caseId)
    const { token: waiting } = await issue(other.caseId)
    await confirm(token)
    expect((await ground.read(other.caseId)).status).to.equal('received')
    expect((await open(waiting)).standing).to.equal('waits')
    ground.world.pass(15 * DAY)
    const before = ground.stored()
    expect((await open(token)).standing).to.equal('done')
    await confirm(token)
    expect(await faultFrom(() => confirm(waiting))).to.equal('LINK_ENDED')
    expect(ground.stored()).to.equal(before)
  })

  it('is looked at without doing anything, and is kept as a hash alone', async () => {
    const { caseId } = await ground.open()
    const { token } = await issue(caseId)
    const before = ground.stored()
    await open(token)
    expect(ground.stored()).to.equal(before)
    expect(before).to.not.contain(token)
    expect(token.length).to.be.greaterThan(40)
  })

  it('ends after two weeks, with its case, and is never guessed', async () => {
    const { caseId } = await ground.open()
    const { token } = await issue(caseId)
    const other = await issue(caseId)
    expect(await faultFrom(() => open('x'))).to.equal('LINK_UNKNOWN')
    ground.world.pass(15 * DAY)
    for (const act of [open, confirm]) expect(await faultFrom(() => act(token))).to.equal('LINK_ENDED')
    expect((await ground.read(caseId)).status).to.equal('received')
    await ground.move(caseId, 'withdraw', 'said so')
    expect(await faultFrom(() => open(other.token))).to.equal('LINK_ENDED')
  })

  it('is not made when it is clear already who asks', async () => {
    const { caseId } = await ground.open()
    await ground.move(caseId, 'confirm_identity')
    const before = ground.stored()
    expect(await faultFrom(() => issue(caseId))).to.equal('ILLEGAL_TRANSITION')
    expect(ground.stored()).to.equal(before)
  })
})
