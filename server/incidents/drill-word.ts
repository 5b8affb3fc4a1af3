/** What stands in a letter of a drill where a real one tells what happened: in the language of the letter. */
import type { RequesterLanguage } from '../../src/domain/notice.ts'

export const DRILL_WORD: Readonly<Record<RequesterLanguage, string>> = {
  en: 'Drill',
  de: 'Übung',
  fr: 'Exercice',
  es: 'Simulacro',
  it: 'Esercitazione',
  nl: 'Oefening',
  pt: 'Simulacro',
  'pt-BR': 'Simulado',
  pl: 'Ćwiczenie',
  ja: '訓練',
  ar: 'تمرين',
}
