// The server closes the socket of a page whose session has ended. The page then asks whether it may
// come back, and goes to the form where it may not: what it shows is no longer for whoever sits there.
(() => {
  if (window.jetmsgSignedOut) return;
  window.jetmsgSignedOut = true;

  const ASK_AGAIN = 1000; // ms
  const isCut = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testConnectionState !== "CONNECTED";
  };
  let asking = false;

  const ask = async () => {
    if (asking || !isCut()) return;
    asking = true;
    try {
      const answer = await fetch("/_stcore/host-config", { cache: "no-store" });
      if (answer.status === 401) {
        sessionStorage.clear(); // What was typed here is not for whoever signs in next.
        const here = location.pathname + location.search;
        location.replace(`/sign-in?next=${encodeURIComponent(here)}`);
        return;
      }
    } catch {
      // The server is not there either.
    } finally {
      asking = false;
    }
    setTimeout(ask, ASK_AGAIN);
  };

  new MutationObserver(ask).observe(document.body, {
    subtree: true,
    attributes: true,
    attributeFilter: ["data-test-connection-state"],
  });
})();
