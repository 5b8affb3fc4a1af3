/**
 * Whether an account is connected by now. While this process connects one, the file may stand there before its entry
 * in the log does: nothing is believed until that has ended.
 */
export interface ConnectionWatch {
  during<T>(connect: () => Promise<T>): Promise<T>
  isConnected(): boolean
}

export function createConnectionWatch(isStored: () => boolean): ConnectionWatch {
  let running = 0
  return {
    async during(connect) {
      running += 1
      try {
        return await connect()
      } finally {
        running -= 1
      }
    },
    isConnected: () => running === 0 && isStored(),
  }
}
