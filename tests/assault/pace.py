"""How hard an attack may try."""
import time


class Pace:
    """How long an attack may go on, and how much of a core it may take meanwhile: half."""

    def __init__(self, seconds, share=0.5):
        self.began, self.seconds, self.share = time.monotonic(), seconds, share

    def left(self): return max(0.0, self.began + self.seconds - time.monotonic())
    def over(self): return self.left() == 0

    def rest(self):
        """False when the time is over. Sleeps while more than the share was taken."""
        ahead = time.process_time() / self.share - (time.monotonic() - self.began)
        if ahead > 0.005:
            time.sleep(min(ahead, self.left() + 0.001))
        return not self.over()

    def hold(self): time.sleep(self.left())
