/** For compliance alone: the way from a ticket to everything that is held of its requester. */
import { useEffect, useState } from 'preact/hooks'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'

export function DossierLink() {
  const { desk, words } = useRoom()
  const [may, setMay] = useState(false)
  useEffect(() => {
    let here = true
    void desk.mayOpenDossiers().then((yes) => here && setMay(yes))
    return () => {
      here = false
    }
  }, [desk])
  return may ? (
    <section class="v-panel" aria-label={words.say('dossier.heading')}>
      <button type="button" class="g-btn g-btn-small" onClick={() => void desk.goToDossier()}>
        <Icon name="shield" />
        {words.say('dossier.open')}
      </button>
    </section>
  ) : null
}
