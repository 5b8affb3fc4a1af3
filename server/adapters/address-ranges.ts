/** Internet addresses and ranges of them (CIDR), as a token's maker may name them. */
import { BlockList, isIP } from 'node:net'

interface Range {
  readonly network: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

function rangeOf(text: string): Range | null {
  const [network = '', bits, ...more] = text.split('/')
  const version = isIP(network)
  if (version === 0 || more.length > 0 || network.includes('%')) return null
  const widest = version === 4 ? 32 : 128
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null
  const wanted = bits === undefined ? widest : Number(bits)
  // All addresses at once is no range: whoever means that leaves the list empty.
  if (wanted < 1 || wanted > widest) return null
  return { network, bits: wanted, family: version === 4 ? 'ipv4' : 'ipv6' }
}

export function isRange(text: string): boolean {
  return rangeOf(text) !== null
}

/** An IPv4 address that arrived over an IPv6 socket (`::ffff:192.0.2.1`) is the IPv4 address. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** False also for what is no address. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const asked = plain(address)
  const version = isIP(asked)
  if (version === 0) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return ranges.some((text) => {
    const range = rangeOf(text)
    if (range === null || range.family !== family) return false
    const list = new BlockList()
    list.addSubnet(range.network, range.bits, family)
    return list.check(asked, family)
  })
}
