import { commentPayload, type Deed, type Desk, sentOf, stuckHook } from './deed';
import { addComment, findComment, readIssue } from './jira-calls';

type CommentResult = { externalId: string; commentId: string };

/** Saying something on an issue. The comment carries a link of its own, by which it is found again. */
export function commentDeed({ site, hooks }: Desk): Deed<CommentResult> {
  return {
    async send(effect) {
      const { externalId, body } = commentPayload.parse(effect.payload);
      const written = await addComment(site, externalId, body, effect.attempts);
      return sentOf(written, ({ id }) => ({ externalId, commentId: id }));
    },

    async find(effect) {
      const { externalId, markerUrl } = commentPayload.parse(effect.payload);
      const commentId = await findComment(site, externalId, JSON.stringify(markerUrl));
      if (commentId)
        return { kind: 'found', result: { externalId, commentId }, detail: `comment ${commentId}` };
      const issue = await readIssue(site, externalId);
      if (issue) return { kind: 'absent', detail: `no such comment on ${issue.facts.key}` };
      return { kind: 'unproven', detail: 'the issue is gone or we may not see it' };
    },

    onConfirmed: async () => undefined,
    onStuck: stuckHook(hooks),
  };
}
