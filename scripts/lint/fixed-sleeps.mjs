/**
 * Rules of this house for oxlint. `no-fixed-sleep`: what drives pages waits for something that can be seen, with an end, and never for a
 * time. Allowed are a wait inside a loop with a condition, and a timer that is kept, so that it can be cleared.
 */
const noFixedSleep = {
  meta: { type: 'problem', docs: { description: 'no waiting for a fixed time' }, schema: [] },
  create: (context) => ({
    CallExpression(node) {
      if (nameOf(node.callee) === 'waitForTimeout') context.report({ node, message: 'Wait for what the page shows, not for a time.' });
      if (nameOf(node.callee) === 'setTimeout' && isSleep(node)) {
        context.report({ node, message: 'A fixed sleep: wait in a loop with a condition and an end, or keep the timer and clear it.' });
      }
    },
    ImportDeclaration(node) {
      if (/^(node:)?timers\/promises$/.test(node.source.value)) {
        context.report({ node, message: 'A fixed sleep: wait in a loop with a condition and an end, or keep the timer and clear it.' });
      }
    },
  }),
};

export default { meta: { name: 'amtsbote' }, rules: { 'no-fixed-sleep': noFixedSleep } };

function nameOf(callee) {
  return callee.type === 'MemberExpression' ? callee.property.name : callee.name;
}

/** A timer that ends a promise and that nobody keeps, outside of a loop with a condition. */
function isSleep(call) {
  const executor = functionAround(call);
  const isKept = !(call.parent === executor || (call.parent.type === 'ExpressionStatement' && call.parent.parent?.parent === executor));
  const isOfPromise = executor?.parent?.type === 'NewExpression' && nameOf(executor.parent.callee) === 'Promise';
  return isOfPromise && !isKept && !isInLoop(executor.parent);
}

function functionAround(node) {
  let each = node.parent;
  while (each && !/Function/.test(each.type)) each = each.parent;
  return each;
}

function isInLoop(node) {
  for (let each = node.parent; each && !/Function/.test(each.type); each = each.parent) {
    if (/^(While|DoWhile|For)Statement$/.test(each.type)) return true;
  }
  return false;
}
