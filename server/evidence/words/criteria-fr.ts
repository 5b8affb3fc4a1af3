/** What each criterion asks, what is shown for it, and what the customer brings: French. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_FR: CriteriaWords = {
  CC1: {
    title: 'Environnement de contrôle : intégrité, surveillance, structure, compétence, responsabilité',
    shows: null,
    bring: 'Code de conduite, organigramme, fiches de poste, justificatifs d’embauche et de formation.',
  },
  CC2: {
    title: 'Information et communication, en interne et vers l’extérieur',
    shows: null,
    bring:
      'Les politiques telles que communiquées au personnel, et la description du système que reçoivent les clients.',
  },
  CC3: {
    title: 'Évaluation des risques, y compris la fraude et les changements',
    shows: null,
    bring: 'Registre des risques avec responsables et dates ; le projet d’AIPD créé ici en est un élément.',
  },
  CC4: {
    title: 'Surveillance des contrôles et suivi des déficiences',
    shows: null,
    bring: 'Audits internes, revues de direction et suivi des déficiences.',
  },
  CC5: {
    title: 'Activités de contrôle, leur choix et leurs politiques',
    shows: null,
    bring: 'La liste de vos contrôles avec leurs responsables, et les politiques qui les sous-tendent.',
  },
  'CC6.1': {
    title: 'Accès logique aux informations protégées',
    shows:
      'Chaque session ouverte ou refusée, le périmètre fixé pour chaque ticket, chaque décision d’admissibilité, et qui a ouvert des preuves.',
    bring: 'Accès à l’hôte, au dossier de données, aux clés et à Zendesk même.',
  },
  'CC6.2': {
    title: 'L’accès est accordé après autorisation et retiré quand il n’est plus nécessaire',
    shows:
      'Chaque changement de rôle avec son auteur, les revues des accès, et la liste des accès que personne n’a utilisés depuis 90 jours.',
    bring: null,
  },
  'CC6.3': {
    title: 'Rôles, moindre privilège et séparation des tâches',
    shows:
      'Changements de rôles, versions de la politique de périmètre, et chaque changement qu’une deuxième personne a approuvé ou rejeté.',
    bring: null,
  },
  'CC6.4': {
    title: 'Accès physique aux locaux',
    shows: null,
    bring: 'Rapport de votre hébergeur, ou vos propres relevés des entrées au centre de données.',
  },
  'CC6.5': {
    title: 'Les données sont rendues illisibles avant qu’un support ne quitte la protection',
    shows:
      'Effacements et passages de conservation avec leurs nombres, et la destruction de la clé de chaque mois.',
    bring: 'Mise au rebut des disques et des supports de sauvegarde.',
  },
  'CC6.6': {
    title: 'Protection contre les menaces venant de l’extérieur',
    shows: 'Chaque requête que la porte de sortie a refusée, avec l’adresse et le motif.',
    bring: 'Configuration du pare-feu et du proxy de l’hôte.',
  },
  'CC6.7': {
    title: 'La transmission et le transfert d’informations sont limités',
    shows:
      'Chaque transmission à un fournisseur : hôte, région, champs et octets ; une redirection n’est jamais suivie et rien ne quitte la machine autrement qu’en https.',
    bring: null,
  },
  'CC6.8': {
    title: 'Les logiciels non autorisés ou malveillants sont empêchés et détectés',
    shows: 'La version exécutée à chaque démarrage, et ce qui diffère du démarrage précédent.',
    bring:
      'Protection contre les logiciels malveillants et mises à jour de l’hôte ; la nomenclature logicielle (SBOM) de la version.',
  },
  'CC7.1': {
    title: 'Les changements de configuration et les nouvelles faiblesses sont détectés',
    shows: 'L’empreinte de la configuration à chaque démarrage, avec les réglages modifiés.',
    bring: 'Analyses de vulnérabilité de l’hôte et de la version.',
  },
  'CC7.2': {
    title: 'Les anomalies sont surveillées',
    shows:
      'Connexions refusées et transmissions refusées, comme entrées et comme événements pour votre SIEM.',
    bring: 'Les règles de votre SIEM, et qui les surveille.',
  },
  'CC7.3': {
    title: 'Les événements de sécurité sont évalués',
    shows: 'Dossiers d’incident avec ce qui était connu et quand, et ce qui a été décidé et pourquoi.',
    bring: 'Vos critères pour ce qui compte comme incident.',
  },
  'CC7.4': {
    title: 'Une réponse est apportée aux incidents',
    shows: 'Déclenchements de l’arrêt d’urgence, dossiers d’incident et rapports d’exercices.',
    bring: 'Votre plan de réponse et qui est d’astreinte.',
  },
  'CC7.5': {
    title: 'Rétablissement après un incident',
    shows: 'Quand et par qui l’arrêt d’urgence a été levé, les bases restaurées, et les exercices.',
    bring: 'Les enseignements repris dans vos propres procédures.',
  },
  'CC8.1': {
    title: 'Les changements sont autorisés, testés, approuvés et consignés',
    shows:
      'Chaque changement de la liste autorisée, de la politique de périmètre, de la notice, de la base juridique, des réglages et de la configuration, avec auteur, approbateur et différence.',
    bring: 'Comment vous testez et approuvez une nouvelle version avant de l’installer.',
  },
  'CC9.1': {
    title: 'Les interruptions d’activité sont atténuées',
    shows: null,
    bring: 'Plan de continuité et assurance.',
  },
  'CC9.2': {
    title: 'Les prestataires et partenaires sont gérés',
    shows: null,
    bring:
      'Contrats et évaluations des prestataires ; la liste des sous-traitants ultérieurs créée ici les nomme, elle ne les évalue pas.',
  },
  'A1.1': { title: 'La capacité est surveillée', shows: null, bring: 'Surveillance de l’hôte.' },
  'A1.2': {
    title: 'Protection de l’environnement, sauvegarde et infrastructure de reprise',
    shows: null,
    bring: 'Sauvegardes du dossier de données et des clés ; le produit n’en fait pas lui-même.',
  },
  'A1.3': {
    title: 'La reprise est testée',
    shows: 'Chaque démarrage sur une base restaurée, et les effacements refaits avant la remise en service.',
    bring: 'Les dates de vos tests et leurs résultats.',
  },
  'C1.1': {
    title: 'Les informations confidentielles sont identifiées et conservées',
    shows:
      'Quels types d’enregistrements sont détenus, et qui a ouvert des preuves, des brouillons et des dossiers.',
    bring: 'Votre classification des informations.',
  },
  'C1.2': {
    title: 'Les informations confidentielles sont éliminées',
    shows: 'Effacements, passages de conservation et clés détruites, avec leurs nombres.',
    bring: null,
  },
  'PI1.1': {
    title: 'Les informations nécessaires au traitement sont définies et de qualité',
    shows: 'Quels articles peuvent être utilisés, et jusqu’à quand chacun doit être revu.',
    bring: 'Qui est responsable du contenu des articles.',
  },
  'PI1.2': {
    title: 'Les entrées sont complètes et exactes',
    shows: 'Chaque synchronisation avec ses nombres, chaque retrait confirmé, chaque webhook signé.',
    bring: null,
  },
  'PI1.3': {
    title: 'Le traitement est complet et exact',
    shows: 'Une décision et un verdict pour chaque brouillon, résumé et recherche, refus compris.',
    bring: null,
  },
  'PI1.4': {
    title: 'Les sorties n’atteignent que leurs destinataires, complètes et exactes',
    shows: 'Ce qu’une personne a inséré, envoyé, écarté ou repris, et quelle part du brouillon est restée.',
    bring: null,
  },
  'PI1.5': {
    title: 'Les entrées et sorties stockées sont complètes et protégées',
    shows: 'Le journal lui-même : chaque entrée est enchaînée, signée et vérifiable sans ce serveur.',
    bring: 'Sauvegardes de la base.',
  },
  'P1.1': {
    title: 'Information sur les pratiques en matière de vie privée',
    shows: 'Chaque version de la notice avec ses langues, et qui l’a activée.',
    bring: null,
  },
  'P2.1': {
    title: 'Choix et consentement',
    shows:
      'Chaque lien émis, chaque consentement donné, refusé ou retiré, et ce qui a été supprimé en conséquence.',
    bring: null,
  },
  'P3.1': {
    title: 'La collecte est limitée à la finalité',
    shows: 'Les champs que la politique de périmètre laisse entrer, version par version.',
    bring: null,
  },
  'P3.2': {
    title: 'Consentement explicite là où il est nécessaire',
    shows: 'Enregistrements de consentement avec version de la notice, canal et second regard sur la preuve.',
    bring: null,
  },
  'P4.1': {
    title: 'L’utilisation est limitée à la finalité',
    shows: 'Le périmètre et la décision de chaque utilisation.',
    bring: null,
  },
  'P4.2': {
    title: 'La conservation est limitée',
    shows: 'Changements des durées de conservation et chaque passage avec ce qu’il a supprimé.',
    bring: null,
  },
  'P4.3': {
    title: 'Élimination',
    shows: 'Effacements, passages de conservation et clés détruites.',
    bring: null,
  },
  'P5.1': {
    title: 'Les personnes concernées obtiennent l’accès',
    shows: 'Chaque demande avec son dernier jour et la date de la réponse.',
    bring: null,
  },
  'P5.2': {
    title: 'Les personnes concernées peuvent faire rectifier leurs données',
    shows: 'Demandes de rectification et leurs réponses.',
    bring: 'Rectifications dans Zendesk même.',
  },
  'P6.1': {
    title: 'Communication à des tiers avec consentement',
    shows: 'Chaque transmission à un fournisseur, chacune sous la décision qui l’a permise.',
    bring: null,
  },
  'P6.2': {
    title: 'Relevé des communications autorisées',
    shows: 'Les mêmes transmissions, en liste complète de la période.',
    bring: null,
  },
  'P6.3': {
    title: 'Relevé des communications non autorisées',
    shows: 'Dossiers d’incident, clos compris.',
    bring: 'Violations hors de ce produit.',
  },
  'P6.4': {
    title: 'Engagements des prestataires',
    shows: null,
    bring: 'Contrats de sous-traitance avec vos fournisseurs.',
  },
  'P6.5': {
    title: 'Les prestataires signalent les violations',
    shows: null,
    bring: 'Comment vos fournisseurs vous préviennent, et ce qu’ils ont signalé.',
  },
  'P6.6': {
    title: 'Notification des violations',
    shows: 'Dossiers d’incident avec le délai depuis la prise de connaissance et ce qui a été envoyé à qui.',
    bring: 'Accusé de réception de l’autorité.',
  },
  'P6.7': {
    title: 'Compte rendu des communications sur demande',
    shows: 'Chaque transmission sur une personne, listée dans son dossier.',
    bring: null,
  },
  'P7.1': {
    title: 'Les informations personnelles sont exactes et pertinentes',
    shows: 'Changements du demandeur d’un ticket tels que signalés par le helpdesk.',
    bring: 'Qualité des données dans Zendesk.',
  },
  'P8.1': {
    title: 'Les réclamations et la conformité sont suivies',
    shows: 'Les demandes, leurs derniers jours et leurs réponses.',
    bring: 'Réclamations qui vous sont parvenues par d’autres voies.',
  },
}
