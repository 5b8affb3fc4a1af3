/** What each criterion asks, what is shown for it, and what the customer brings: Spanish. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_ES: CriteriaWords = {
  CC1: {
    title: 'Entorno de control: integridad, supervisión, estructura, competencia, responsabilidad',
    shows: null,
    bring:
      'Código de conducta, organigrama, descripciones de puestos, registros de contratación y formación.',
  },
  CC2: {
    title: 'Información y comunicación, interna y externa',
    shows: null,
    bring:
      'Las políticas tal como se comunicaron al personal, y la descripción del sistema que reciben los clientes.',
  },
  CC3: {
    title: 'Evaluación de riesgos, incluidos el fraude y los cambios',
    shows: null,
    bring:
      'Registro de riesgos con responsables y fechas; el borrador de EIPD que se genera aquí es una parte.',
  },
  CC4: {
    title: 'Seguimiento de los controles y de sus deficiencias',
    shows: null,
    bring: 'Auditorías internas, revisiones de la dirección y cómo se trataron las deficiencias.',
  },
  CC5: {
    title: 'Actividades de control, su elección y sus políticas',
    shows: null,
    bring: 'La lista de sus controles con responsables, y las políticas en que se basan.',
  },
  'CC6.1': {
    title: 'Acceso lógico a la información protegida',
    shows:
      'Cada sesión abierta o rechazada, el alcance fijado para cada ticket, cada decisión de admisibilidad y quién abrió pruebas.',
    bring: 'Acceso al servidor, a la carpeta de datos, a las claves y al propio Zendesk.',
  },
  'CC6.2': {
    title: 'El acceso se concede tras autorización y se retira cuando ya no es necesario',
    shows:
      'Cada cambio de rol con su autor, las revisiones de acceso y una lista de accesos que nadie ha usado en 90 días.',
    bring: null,
  },
  'CC6.3': {
    title: 'Roles, mínimo privilegio y separación de funciones',
    shows:
      'Cambios de roles, versiones de la política de alcance y cada cambio que una segunda persona aprobó o rechazó.',
    bring: null,
  },
  'CC6.4': {
    title: 'Acceso físico a las instalaciones',
    shows: null,
    bring:
      'Informe de su proveedor de alojamiento, o sus propios registros de quién entra en el centro de datos.',
  },
  'CC6.5': {
    title: 'Los datos se hacen ilegibles antes de que un soporte deje de estar protegido',
    shows:
      'Supresiones y ejecuciones de conservación con sus cantidades, y la destrucción de la clave de cada mes.',
    bring: 'Eliminación de discos y de soportes de copias de seguridad.',
  },
  'CC6.6': {
    title: 'Protección frente a amenazas externas',
    shows: 'Cada petición que la puerta de salida rechazó, con la dirección y el motivo.',
    bring: 'Configuración del cortafuegos y del proxy del servidor.',
  },
  'CC6.7': {
    title: 'La transmisión y el traslado de información están restringidos',
    shows:
      'Cada transmisión a un proveedor: host, región, campos y bytes; nunca se sigue una redirección y nada sale de la máquina sin https.',
    bring: null,
  },
  'CC6.8': {
    title: 'Se impide y se detecta software no autorizado o malicioso',
    shows: 'La versión que se ejecutó en cada inicio, y qué cambia respecto al inicio anterior.',
    bring:
      'Protección contra malware y actualizaciones del servidor; la lista de componentes de software (SBOM) de la versión.',
  },
  'CC7.1': {
    title: 'Se detectan los cambios de configuración y las nuevas debilidades',
    shows: 'La configuración en cada inicio por su resumen criptográfico, con los ajustes que cambiaron.',
    bring: 'Análisis de vulnerabilidades del servidor y de la versión.',
  },
  'CC7.2': {
    title: 'Se vigilan las anomalías',
    shows: 'Inicios de sesión y transmisiones rechazados, como entradas y como eventos para su SIEM.',
    bring: 'Las reglas de su SIEM, y quién las vigila.',
  },
  'CC7.3': {
    title: 'Se evalúan los eventos de seguridad',
    shows: 'Registros de incidentes con lo que se sabía y cuándo, y qué se decidió y por qué.',
    bring: 'Sus criterios sobre qué cuenta como incidente.',
  },
  'CC7.4': {
    title: 'Se responde a los incidentes',
    shows: 'Activaciones de la parada de emergencia, registros de incidentes e informes de ejercicios.',
    bring: 'Su plan de respuesta y quién está de guardia.',
  },
  'CC7.5': {
    title: 'Recuperación tras incidentes',
    shows: 'Cuándo y quién levantó la parada de emergencia, almacenes restaurados y ejercicios.',
    bring: 'Las lecciones incorporadas a sus propios procedimientos.',
  },
  'CC8.1': {
    title: 'Los cambios se autorizan, prueban, aprueban y registran',
    shows:
      'Cada cambio de la lista de permitidos, la política de alcance, el aviso, la base jurídica, los ajustes y la configuración, con autor, aprobador y diferencia.',
    bring: 'Cómo prueba y aprueba una versión nueva antes de instalarla.',
  },
  'CC9.1': {
    title: 'Se mitiga la interrupción del negocio',
    shows: null,
    bring: 'Plan de continuidad y seguro.',
  },
  'CC9.2': {
    title: 'Se gestionan los proveedores y socios',
    shows: null,
    bring:
      'Contratos y evaluaciones de proveedores; la lista de subencargados que se genera aquí los nombra, no los evalúa.',
  },
  'A1.1': { title: 'Se vigila la capacidad', shows: null, bring: 'Supervisión del servidor.' },
  'A1.2': {
    title: 'Protección del entorno, copias de seguridad e infraestructura de recuperación',
    shows: null,
    bring: 'Copias de seguridad de la carpeta de datos y de las claves; el producto no hace ninguna.',
  },
  'A1.3': {
    title: 'Se prueba la recuperación',
    shows:
      'Cada inicio sobre un almacén restaurado, y las supresiones que se repitieron antes de dar servicio.',
    bring: 'Las fechas de sus pruebas y su resultado.',
  },
  'C1.1': {
    title: 'La información confidencial se identifica y se guarda',
    shows: 'Qué tipos de registro se conservan, y quién abrió pruebas, borradores y expedientes.',
    bring: 'Su clasificación de la información.',
  },
  'C1.2': {
    title: 'La información confidencial se elimina',
    shows: 'Supresiones, ejecuciones de conservación y claves destruidas, con sus cantidades.',
    bring: null,
  },
  'PI1.1': {
    title: 'La información necesaria para el tratamiento está definida y es de calidad',
    shows: 'Qué artículos se pueden usar, y hasta cuándo hay que revisar cada uno.',
    bring: 'Quién es responsable del contenido de los artículos.',
  },
  'PI1.2': {
    title: 'Las entradas son completas y exactas',
    shows:
      'Cada sincronización con sus cantidades, cada retirada de artículos confirmada, cada webhook firmado.',
    bring: null,
  },
  'PI1.3': {
    title: 'El tratamiento es completo y exacto',
    shows: 'Una decisión y un veredicto para cada borrador, resumen y búsqueda, también los rechazos.',
    bring: null,
  },
  'PI1.4': {
    title: 'La salida llega solo a sus destinatarios, completa y exacta',
    shows: 'Lo que una persona insertó, envió, descartó o retiró, y cuánto quedó del borrador.',
    bring: null,
  },
  'PI1.5': {
    title: 'Las entradas y salidas almacenadas están completas y protegidas',
    shows:
      'El propio registro: cada entrada está encadenada, firmada y se puede verificar sin este servidor.',
    bring: 'Copias de seguridad del almacén.',
  },
  'P1.1': {
    title: 'Aviso sobre las prácticas de privacidad',
    shows: 'Cada versión del aviso con sus idiomas, y quién la activó.',
    bring: null,
  },
  'P2.1': {
    title: 'Elección y consentimiento',
    shows: 'Cada enlace emitido, cada consentimiento dado, denegado o retirado, y qué se eliminó por ello.',
    bring: null,
  },
  'P3.1': {
    title: 'La recogida se limita a la finalidad',
    shows: 'Los campos que la política de alcance deja entrar, versión por versión.',
    bring: null,
  },
  'P3.2': {
    title: 'Consentimiento explícito donde es necesario',
    shows:
      'Registros de consentimiento con la versión del aviso, el canal y la segunda revisión de la prueba.',
    bring: null,
  },
  'P4.1': {
    title: 'El uso se limita a la finalidad',
    shows: 'El alcance y la decisión de cada uso.',
    bring: null,
  },
  'P4.2': {
    title: 'La conservación está limitada',
    shows: 'Cambios de los plazos de conservación y cada ejecución con lo que eliminó.',
    bring: null,
  },
  'P4.3': {
    title: 'Eliminación',
    shows: 'Supresiones, ejecuciones de conservación y claves destruidas.',
    bring: null,
  },
  'P5.1': {
    title: 'Los interesados obtienen acceso',
    shows: 'Cada solicitud con su último día y cuándo se respondió.',
    bring: null,
  },
  'P5.2': {
    title: 'Los interesados pueden hacer rectificar sus datos',
    shows: 'Solicitudes de rectificación y sus respuestas.',
    bring: 'Rectificaciones en el propio Zendesk.',
  },
  'P6.1': {
    title: 'Comunicación a terceros con consentimiento',
    shows: 'Cada transmisión a un proveedor, cada una bajo la decisión que la permitió.',
    bring: null,
  },
  'P6.2': {
    title: 'Registro de comunicaciones autorizadas',
    shows: 'Las mismas transmisiones como lista completa del periodo.',
    bring: null,
  },
  'P6.3': {
    title: 'Registro de comunicaciones no autorizadas',
    shows: 'Registros de incidentes, también los cerrados.',
    bring: 'Violaciones fuera de este producto.',
  },
  'P6.4': {
    title: 'Compromisos de los proveedores',
    shows: null,
    bring: 'Contratos de encargo del tratamiento con sus proveedores.',
  },
  'P6.5': {
    title: 'Los proveedores comunican las violaciones',
    shows: null,
    bring: 'Cómo le avisan sus proveedores, y qué comunicaron.',
  },
  'P6.6': {
    title: 'Notificación de violaciones',
    shows: 'Registros de incidentes con el plazo desde que se tuvo constancia y qué se envió a quién.',
    bring: 'Acuse de recibo de la autoridad.',
  },
  'P6.7': {
    title: 'Relación de comunicaciones a petición',
    shows: 'Cada transmisión sobre una persona, que figura en su expediente.',
    bring: null,
  },
  'P7.1': {
    title: 'La información personal es exacta y pertinente',
    shows: 'Cambios del solicitante de un ticket según el helpdesk.',
    bring: 'Calidad de los datos en Zendesk.',
  },
  'P8.1': {
    title: 'Se siguen las reclamaciones y el cumplimiento',
    shows: 'Las solicitudes, sus últimos días y respuestas.',
    bring: 'Reclamaciones que le llegaron por otras vías.',
  },
}
