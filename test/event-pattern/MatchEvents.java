import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Scanner;
import software.amazon.event.ruler.Ruler;

/** Reads {"rule": ..., "event": ...} a line, writes a line that says whether EventBridge's own matcher selects the event. */
public class MatchEvents {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Scanner lines = new Scanner(System.in, "UTF-8");
        while (lines.hasNextLine()) {
            JsonNode line = mapper.readTree(lines.nextLine());
            System.out.println(Ruler.matchesRule(line.get("event").toString(), line.get("rule").toString()));
        }
    }
}
