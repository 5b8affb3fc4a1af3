/** Tells addresses inside a house or machine from those of the public internet (RFC 6890 and its registries). */
import { BlockList, isIP } from 'node:net'

const PRIVATE_V4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
/** With the prefixes that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo): what is inside could be private. */
const PRIVATE_V6 =
  '::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 ' +
  '5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8'

/** Where a house puts its own machines (RFC 1918, RFC 4193): no link-local, loopback or reserved range. */
const HOUSE_V4 = '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16'
const HOUSE_V6 = 'fc00::/7'
/** In a house range, but a cloud hands out machine credentials there. */
const METADATA_V6 = 'fd00:ec2::/32'

type Family = 'ipv4' | 'ipv6'

/** A list for each family: one list for both takes every IPv4 address for one of the mapped range. */
function listOf(ranges: string, family: Family): (address: string) => boolean {
  const list = new BlockList()
  for (const range of ranges.split(' ')) {
    const [network, bits] = range.split('/')
    list.addSubnet(network ?? '', Number(bits), family)
  }
  return (address) => familyOf(address) === family && list.check(address, family)
}

function familyOf(address: string): Family | null {
  const family = isIP(address)
  return family === 0 ? null : family === 4 ? 'ipv4' : 'ipv6'
}

const isPrivateV4 = listOf(PRIVATE_V4, 'ipv4')
const isPrivateV6 = listOf(PRIVATE_V6, 'ipv6')
const isHouseV4 = listOf(HOUSE_V4, 'ipv4')
const isHouseV6 = listOf(HOUSE_V6, 'ipv6')
const isMetadataV6 = listOf(METADATA_V6, 'ipv6')

/** @returns true for every address that is not on the public internet, and for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.split('%')[0] ?? ''
  return familyOf(bare) === null || isPrivateV4(bare) || isPrivateV6(bare)
}

/** @returns true for an address of a house's own network. */
export function isHouseAddress(address: string): boolean {
  return isHouseV4(address) || (isHouseV6(address) && !isMetadataV6(address))
}

/** `localhost`, 127.0.0.0/8 and ::1, as the URL parser spells them. Subdomains of localhost are not meant. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
