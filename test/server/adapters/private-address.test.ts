import { expect } from 'chai'
import { isHouseAddress, isPrivateAddress } from '../../../server/adapters/private-address.ts'

describe('a private address', () => {
  it('is one of a house where it stands in a range for houses', () => {
    const house = ['10.1.2.3', '172.16.0.1', '172.31.255.254', '192.168.178.20', 'fd12:3456::1']
    expect(house.filter((address) => !isHouseAddress(address))).to.deep.equal([])
    expect(house.filter((address) => !isPrivateAddress(address))).to.deep.equal([])
  })

  it('is none of a house where it is reserved for something else, or is no address', () => {
    const other = [
      '127.0.0.1',
      '::1',
      '169.254.169.254',
      '100.64.0.1',
      'fe80::1',
      'fd00:ec2::254',
      'host',
      '',
    ]
    expect(other.filter(isHouseAddress)).to.deep.equal([])
    expect(other.filter((address) => !isPrivateAddress(address))).to.deep.equal([])
  })

  it('is none of the internet', () => {
    const internet = ['93.184.216.34', '172.32.0.1', '11.0.0.1', '2606:4700::1111']
    expect(internet.filter((address) => isPrivateAddress(address) || isHouseAddress(address))).to.deep.equal(
      [],
    )
  })
})
