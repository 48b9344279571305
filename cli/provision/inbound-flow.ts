/**
 * An inbound message flow that transfers every conversation to one queue, in the YAML of Architect's jobs
 * (docs/facts/genesys.md section 4). Terraform substitutes `{{…}}`, so one file serves every flow.
 */
export const INBOUND_FLOW = `# Written by headroom provision: every conversation goes to one queue.
inboundShortMessage:
  name: "{{flow_name}}"
  division: "{{home_division_name}}"
  startUpRef: "/inboundShortMessage/states/state[Transfer_10]"
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
  settingsErrorHandling:
    errorHandling:
      disconnect:
        none: true
  states:
    - state:
        name: Transfer
        refId: Transfer_10
        actions:
          - transferToAcd:
              name: To the queue
              targetQueue:
                lit:
                  name: "{{queue_name}}"
              priority:
                lit: 0
              preferredAgents:
                noValue: true
              languageSkill:
                noValue: true
          - disconnect:
              name: Nothing took it
`;
