import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { SidebarWords } from '../words.ts'
import type { Desk } from './desk.ts'
import type { DeskState } from './state.ts'

interface Room {
  readonly desk: Desk
  readonly words: SidebarWords
  now(): number
}

export const RoomContext = createContext<Room | null>(null)

export function useRoom(): Room {
  const room = useContext(RoomContext)
  if (room === null) throw new TypeError('a panel stands outside the sidebar')
  return room
}

export function useDeskState(): DeskState {
  const { desk } = useRoom()
  const [state, show] = useState(desk.get())
  useEffect(() => {
    // The state may have changed between the first paint and this subscription.
    show(desk.get())
    return desk.subscribe(() => show(desk.get()))
  }, [desk])
  return state
}
