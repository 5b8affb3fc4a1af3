/** What each criterion asks, what is shown for it, and what the customer brings: Brazilian Portuguese. Not the AICPA's own wording. */
import type { CriteriaWords } from './criteria-words.ts'

export const CRITERIA_PT_BR: CriteriaWords = {
  CC1: {
    title: 'Ambiente de controle: integridade, supervisão, estrutura, competência, responsabilidade',
    shows: null,
    bring: 'Código de conduta, organograma, descrições de cargos, registros de contratação e treinamento.',
  },
  CC2: {
    title: 'Informação e comunicação internas e externas',
    shows: null,
    bring: 'Políticas como foram comunicadas à equipe, e a descrição do sistema que os clientes recebem.',
  },
  CC3: {
    title: 'Avaliação de riscos, incluindo fraude e mudança',
    shows: null,
    bring: 'Registro de riscos com responsáveis e datas; o rascunho de RIPD feito aqui é um insumo dele.',
  },
  CC4: {
    title: 'Monitoramento dos controles e tratamento das deficiências',
    shows: null,
    bring: 'Auditorias internas, análises da direção e como as deficiências foram tratadas.',
  },
  CC5: {
    title: 'Atividades de controle, sua escolha e suas políticas',
    shows: null,
    bring: 'A lista dos seus controles com responsáveis e as políticas por trás deles.',
  },
  'CC6.1': {
    title: 'Acesso lógico às informações protegidas',
    shows:
      'Cada sessão aberta ou recusada, o escopo fixado para cada ticket, cada decisão de liberação e quem abriu evidências.',
    bring: 'Acesso ao servidor, à pasta de dados, às chaves e ao próprio Zendesk.',
  },
  'CC6.2': {
    title: 'O acesso é concedido após autorização e removido quando não é mais necessário',
    shows:
      'Cada mudança de função com seu autor, as revisões de acesso e uma lista de acessos sem uso há 90 dias.',
    bring: null,
  },
  'CC6.3': {
    title: 'Funções, privilégio mínimo e separação de tarefas',
    shows:
      'Mudanças de função, versões da política de escopo e cada mudança aprovada ou rejeitada por uma segunda pessoa.',
    bring: null,
  },
  'CC6.4': {
    title: 'Acesso físico às instalações',
    shows: null,
    bring: 'Relatório do seu provedor de hospedagem, ou seus registros de quem entra no data center.',
  },
  'CC6.5': {
    title: 'Os dados são tornados ilegíveis antes que um ativo saia da proteção',
    shows: 'Apagamentos e execuções de retenção com suas contagens, e a destruição da chave de cada mês.',
    bring: 'Descarte de discos e mídias de backup.',
  },
  'CC6.6': {
    title: 'Proteção contra ameaças de fora do perímetro',
    shows: 'Cada requisição que a porta de saída recusou, com endereço e motivo.',
    bring: 'Configuração de firewall e proxy do servidor.',
  },
  'CC6.7': {
    title: 'A transmissão e a movimentação de informações são restritas',
    shows:
      'Cada transmissão a um provedor: host, região, campos e bytes; um redirecionamento nunca é seguido e só https sai da máquina.',
    bring: null,
  },
  'CC6.8': {
    title: 'Software não autorizado ou malicioso é impedido e encontrado',
    shows: 'A versão que rodou em cada início e o que difere do início anterior.',
    bring:
      'Proteção contra malware e atualizações do servidor; a lista de componentes de software da versão.',
  },
  'CC7.1': {
    title: 'Mudanças de configuração e novas fraquezas são detectadas',
    shows: 'A configuração em cada início como resumo criptográfico, com os ajustes que mudaram.',
    bring: 'Varreduras de vulnerabilidades do servidor e da versão.',
  },
  'CC7.2': {
    title: 'Anomalias são monitoradas',
    shows: 'Entradas e transmissões recusadas, como registros e como eventos para o seu SIEM.',
    bring: 'Regras no seu SIEM e quem as acompanha.',
  },
  'CC7.3': {
    title: 'Eventos de segurança são avaliados',
    shows: 'Registros de incidentes com o que se sabia e quando, e o que foi decidido e por quê.',
    bring: 'Seus critérios do que é um incidente.',
  },
  'CC7.4': {
    title: 'Há resposta aos incidentes',
    shows: 'Acionamentos da parada de emergência, registros de incidentes e relatórios de simulados.',
    bring: 'Seu plano de resposta e quem está de plantão.',
  },
  'CC7.5': {
    title: 'Recuperação após incidentes',
    shows: 'Quando e por quem a parada de emergência foi suspensa, armazenamentos restaurados e simulados.',
    bring: 'Lições levadas aos seus procedimentos.',
  },
  'CC8.1': {
    title: 'Mudanças são autorizadas, testadas, aprovadas e registradas',
    shows:
      'Cada mudança de artigos permitidos, política de escopo, aviso, base legal, ajustes e configuração, com autor, aprovador e diferença.',
    bring: 'Como você testa e aprova uma nova versão antes de instalá-la.',
  },
  'CC9.1': {
    title: 'A interrupção do negócio é mitigada',
    shows: null,
    bring: 'Plano de continuidade e seguro.',
  },
  'CC9.2': {
    title: 'Fornecedores e parceiros são geridos',
    shows: null,
    bring:
      'Contratos e avaliações de fornecedores; a lista de suboperadores feita aqui os nomeia, não os avalia.',
  },
  'A1.1': { title: 'A capacidade é monitorada', shows: null, bring: 'Monitoramento do servidor.' },
  'A1.2': {
    title: 'Proteção ambiental, backup e infraestrutura de recuperação',
    shows: null,
    bring: 'Backups da pasta de dados e das chaves; o produto não faz nenhum por si.',
  },
  'A1.3': {
    title: 'A recuperação é testada',
    shows: 'Cada início sobre um armazenamento restaurado e os apagamentos refeitos antes de atender.',
    bring: 'As datas dos seus testes e o que resultou deles.',
  },
  'C1.1': {
    title: 'Informações confidenciais são identificadas e guardadas',
    shows: 'Quais tipos de registro são mantidos e quem abriu evidências, rascunhos e dossiês.',
    bring: 'Sua classificação das informações.',
  },
  'C1.2': {
    title: 'Informações confidenciais são descartadas',
    shows: 'Apagamentos, execuções de retenção e chaves destruídas, com suas contagens.',
    bring: null,
  },
  'PI1.1': {
    title: 'A informação necessária ao tratamento é definida e de qualidade',
    shows: 'Quais artigos podem ser usados e até quando cada um deve ser revisto.',
    bring: 'Quem é responsável pelo conteúdo dos artigos.',
  },
  'PI1.2': {
    title: 'As entradas são completas e exatas',
    shows: 'Cada sincronização com suas contagens, cada remoção confirmada, cada webhook assinado.',
    bring: null,
  },
  'PI1.3': {
    title: 'O processamento é completo e exato',
    shows: 'Uma decisão e um veredito para cada rascunho, resumo e busca, inclusive recusas.',
    bring: null,
  },
  'PI1.4': {
    title: 'As saídas chegam só a quem devem, completas e exatas',
    shows: 'O que uma pessoa inseriu, enviou, descartou ou desfez, e quanto do rascunho permaneceu.',
    bring: null,
  },
  'PI1.5': {
    title: 'Entradas e saídas armazenadas são completas e protegidas',
    shows: 'O próprio registro: cada entrada é encadeada, assinada e verificável sem este servidor.',
    bring: 'Backups do armazenamento.',
  },
  'P1.1': {
    title: 'Aviso das práticas de privacidade',
    shows: 'Cada versão do aviso com seus idiomas e quem a ativou.',
    bring: null,
  },
  'P2.1': {
    title: 'Escolha e consentimento',
    shows: 'Cada link emitido, cada consentimento dado, negado ou revogado, e o que foi apagado por isso.',
    bring: null,
  },
  'P3.1': {
    title: 'A coleta se limita à finalidade',
    shows: 'Os campos que a política de escopo admite, versão por versão.',
    bring: null,
  },
  'P3.2': {
    title: 'Consentimento explícito onde necessário',
    shows: 'Registros de consentimento com versão do aviso, canal e o segundo olhar sobre as evidências.',
    bring: null,
  },
  'P4.1': { title: 'O uso se limita à finalidade', shows: 'O escopo e a decisão de cada uso.', bring: null },
  'P4.2': {
    title: 'A retenção é limitada',
    shows: 'Mudanças de retenção e cada execução com o que removeu.',
    bring: null,
  },
  'P4.3': {
    title: 'Descarte',
    shows: 'Apagamentos, execuções de retenção e chaves destruídas.',
    bring: null,
  },
  'P5.1': {
    title: 'Os titulares obtêm acesso',
    shows: 'Cada solicitação com seu último dia e quando foi respondida.',
    bring: null,
  },
  'P5.2': {
    title: 'Os titulares podem corrigir dados',
    shows: 'Solicitações de correção e suas respostas.',
    bring: 'Correções no próprio Zendesk.',
  },
  'P6.1': {
    title: 'Divulgação a terceiros com consentimento',
    shows: 'Cada transmissão a um provedor, cada uma sob a decisão que a permitiu.',
    bring: null,
  },
  'P6.2': {
    title: 'Registro das divulgações autorizadas',
    shows: 'As mesmas transmissões como lista completa do período.',
    bring: null,
  },
  'P6.3': {
    title: 'Registro das divulgações não autorizadas',
    shows: 'Registros de incidentes, inclusive os encerrados.',
    bring: 'Violações fora deste produto.',
  },
  'P6.4': {
    title: 'Compromissos dos fornecedores',
    shows: null,
    bring: 'Acordos de tratamento de dados com seus provedores.',
  },
  'P6.5': {
    title: 'Fornecedores comunicam violações',
    shows: null,
    bring: 'Como seus provedores avisam você e o que comunicaram.',
  },
  'P6.6': {
    title: 'Notificação de violações',
    shows: 'Registros de incidentes com o tempo desde a ciência e o que foi enviado a quem.',
    bring: 'Prova de recebimento pela autoridade.',
  },
  'P6.7': {
    title: 'Prestação de contas das divulgações a pedido',
    shows: 'Cada transmissão sobre uma pessoa, que o dossiê dela lista.',
    bring: null,
  },
  'P7.1': {
    title: 'As informações pessoais são exatas e pertinentes',
    shows: 'Mudanças do solicitante de um ticket como o helpdesk as informou.',
    bring: 'Qualidade dos dados no Zendesk.',
  },
  'P8.1': {
    title: 'Reclamações e conformidade são monitoradas',
    shows: 'Solicitações, seus últimos dias e respostas.',
    bring: 'Reclamações que chegaram a você por outros meios.',
  },
}
