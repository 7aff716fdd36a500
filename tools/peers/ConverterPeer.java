import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;

/**
 * A converter of Java's, driven by lines of JSON: {"op", "class", "config", "topic"} and, for "from", "envelope" (the text as
 * which JsonConverter writes Connect data with its schema), for "to", "bytes" (base64). Answers a line each: {"bytes"}, {"envelope"} or {"error"}.
 */
public final class ConverterPeer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonConverter ENVELOPES = new JsonConverter();
    private static final Map<String, Converter> CONVERTERS = new HashMap<>();

    public static void main(String[] args) throws IOException {
        // what libraries print must not end up among the answers
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ENVELOPES.configure(Map.of("schemas.enable", "true", "decimal.format", "BASE64"), false);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(JSON.writeValueAsString(answer(line)));
        }
    }

    private static ObjectNode answer(String line) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            JsonNode request = JSON.readTree(line);
            Converter converter = converter(request);
            String topic = request.path("topic").asText();
            if (request.path("op").asText().equals("from")) {
                SchemaAndValue data = ENVELOPES.toConnectData(topic, request.get("envelope").asText().getBytes(StandardCharsets.UTF_8));
                answer.put("bytes", converter.fromConnectData(topic, data.schema(), data.value()));
            } else {
                SchemaAndValue data = converter.toConnectData(topic, request.get("bytes").binaryValue());
                answer.put("envelope", new String(ENVELOPES.fromConnectData(topic, data.schema(), data.value()), StandardCharsets.UTF_8));
            }
        } catch (Exception | StackOverflowError error) {
            answer.put("error", error.toString() + (error.getCause() == null ? "" : ": " + error.getCause()));
        }
        return answer;
    }

    private static Converter converter(JsonNode request) throws ReflectiveOperationException {
        String key = request.get("class").asText() + request.get("config");
        Converter known = CONVERTERS.get(key);
        if (known != null) {
            return known;
        }
        Converter made = (Converter) Class.forName(request.get("class").asText()).getDeclaredConstructor().newInstance();
        Map<String, String> config = new HashMap<>();
        request.get("config").properties().forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        made.configure(config, false);
        CONVERTERS.put(key, made);
        return made;
    }
}
